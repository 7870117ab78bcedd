package io.herd.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RequestFormTest {

  private static final long NANOS = 1_621_464_827_959_498_503L;

  private final ByteBuffer out = ByteBuffer.allocate(256).order(Digits.ORDER);

  private String put(RequestForm form, int client, long timeNanos) {
    int end = form.put(out, 0, client, timeNanos);
    return new String(out.array(), 0, end, US_ASCII);
  }

  @Test
  void reportHasClientLatitudeAndTime() {
    assertEquals(
        "IAMAT client00012345.example +34.068503-118.445127 1621464827.959498503\n",
        put(Protocol.IAMAT.report(), 12_345, NANOS));
  }

  @Test
  void questionHasClientOnly() {
    assertEquals(
        "WHATSAT client99999999.example 10 0\n", put(Protocol.IAMAT.question(), 99_999_999, NANOS));
  }

  @Test
  void redisCommandTellsTheLengthsOfItsWords() {
    assertEquals(
        "*3\r\n$3\r\nSET\r\n$22\r\nclient00000007.example\r\n"
            + "$42\r\n+34.068503-118.445127 1621464827.959498503\r\n",
        put(Protocol.REDIS_SET.report(), 7, NANOS));
  }

  @Test
  void firstDigitsOfTheTimeChangeToo() {
    RequestForm form = Protocol.IAMAT.report();
    put(form, 1, 1_621_464_827_999_999_999L);
    assertTrue(put(form, 1, 1_621_464_828_000_000_000L).endsWith(" 1621464828.000000000\n"));
    assertTrue(put(form, 1, 1_621_464_828_100_000_001L).endsWith(" 1621464828.100000001\n"));
  }

  @Test
  void anotherTimeIsSeen() {
    RequestForm form = Protocol.IAMAT.report();
    put(form, 1, NANOS);
    assertTrue(form.digitsAreAt(out, 0, 1, NANOS));
    assertTrue(form.isAt(out, 0, 1, NANOS));
    assertFalse(form.digitsAreAt(out, 0, 1, NANOS + 1));
    assertFalse(form.digitsAreAt(out, 0, 2, NANOS));
    assertFalse(form.isAt(out, 0, 1, NANOS + 1_000_000_000));
  }
}
