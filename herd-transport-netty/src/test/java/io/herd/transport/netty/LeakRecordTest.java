package io.herd.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That the tests of this module would find a leak. */
final class LeakRecordTest {

  @Test
  void bufferThatIsDroppedIsFound() {
    LeakRecord.sweep();
    LeakRecord.leak("dropped by a test");
    List<String> found = LeakRecord.sweep();
    assertEquals(1, found.size());
    assertTrue(found.get(0).contains("dropped by a test"), found.get(0));
    assertEquals(List.of(), LeakRecord.sweep());
  }
}
