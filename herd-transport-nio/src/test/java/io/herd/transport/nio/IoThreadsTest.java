package io.herd.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class IoThreadsTest {

  @Test
  void threadsHaveTheLoopsNameAndANumber() {
    try (NioTransport transport =
        NioTransport.builder().threadName("named for a test").ioThreads(2).build()) {
      assertEquals(
          Set.of("named for a test", "named for a test-io-1", "named for a test-io-2"),
          threads("named for a test").stream().map(Thread::getName).collect(Collectors.toSet()));
      assertEquals(false, transport.loop().inLoop());
    }
  }

  @Test
  void threadsEndWithTheTransport() {
    NioTransport transport = NioTransport.builder().threadName("ending").ioThreads(3).build();
    List<Thread> threads = threads("ending");
    assertEquals(4, threads.size());
    transport.close();
    assertEquals(0, threads.stream().filter(Thread::isAlive).count());
    transport.close();
  }

  @Test
  void numberOfThreadsHasBounds() {
    NioTransport.Builder builder = NioTransport.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.ioThreads(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.ioThreads(65));
    builder.ioThreads(0).ioThreads(64);
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }
}
