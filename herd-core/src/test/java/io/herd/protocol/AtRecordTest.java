package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.herd.Seeds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AtRecordTest {

  private static final String LINE = "AT Clark +0.263873386 kiwi +34.068930-118.445127 0.000000000";

  private static AtRecord clark() {
    return Records.record("Clark", 263_873_386, "kiwi", 0).copy();
  }

  @Test
  void everyFieldIsTold() {
    AtRecord record = clark();
    assertEquals(ServerId.of("Clark"), record.server());
    assertEquals("kiwi", record.clientId());
    assertEquals(34.068930, record.latitude());
    assertEquals(-118.445127, record.longitude());
    assertEquals(Instant.EPOCH, record.time());
    assertEquals(Instant.ofEpochSecond(0, 263_873_386), record.receipt());
    assertEquals(Duration.ofNanos(263_873_386), record.skew());
    assertEquals(LINE, record.toString());
  }

  @Test
  void timesAreExactAtTheEdges() {
    AtRecord record = Records.record("C", Long.MAX_VALUE, "kiwi", Long.MIN_VALUE).copy();
    assertEquals(Instant.ofEpochSecond(0, Long.MAX_VALUE), record.receipt());
    assertEquals(Instant.ofEpochSecond(0, Long.MIN_VALUE), record.time());
    assertEquals(Duration.ofSeconds(18_446_744_073L, 709_551_615), record.skew());
  }

  @Test
  void recordOutlivesTheBytesItWasReadFrom() {
    AtView view = Records.record("Clark", 263_873_386, "kiwi", 0);
    AtRecord record = view.copy();
    java.util.Arrays.fill(view.bytes, (byte) 'x');
    assertEquals(LINE, record.toString());
  }

  @Test
  void bytesAreTheCallersOwn() {
    AtRecord record = clark();
    record.toBytes()[0] = 'x';
    assertEquals(LINE, new String(record.toBytes(), UTF_8));
  }

  @Test
  void equalityIsThatOfTheLines() {
    assertEquals(clark(), clark());
    assertEquals(clark().hashCode(), clark().hashCode());
    assertNotEquals(clark(), Records.record("Clark", 263_873_387, "kiwi", 0).copy());
    assertNotEquals(clark(), LINE);
  }

  @Test
  void idIsReadAsUtf8() {
    byte[] id = "küken".getBytes(UTF_8);
    assertEquals("küken", Records.record("C", 0, id, "+1-1", 0).copy().clientId());
    assertEquals("\ufffd", Records.record("C", 0, bytes("\u00ff"), "+1-1", 0).copy().clientId());
  }

  @Test
  void recordReadFromTheMiddleOfAnArrayIsTheSame() {
    Seeds.each(
        200,
        random -> {
          AtView view = Records.any(random);
          byte[] array = new byte[view.length() + 30];
          System.arraycopy(view.bytes, view.start, array, 17, view.length());
          AtView moved = new AtView();
          moved.line(array, 17, 17 + view.length(), view.idStart + 17, view.idEnd + 17);
          assertEquals(view.copy(), moved.copy());
          assertEquals(view.copy().clientId(), moved.copy().clientId());
          assertEquals(view.copy().latitude(), moved.copy().latitude());
        });
  }
}
