package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AtEncoderTest {

  private static final long MAX = Long.MAX_VALUE;
  private static final long MIN = Long.MIN_VALUE;

  private final AtEncoder encoder = new AtEncoder(ServerId.of("Z"));

  private String skew(long receipt, long client) {
    byte[] target = new byte[40];
    int end = encoder.putStart(target, 2, receipt, client);
    String start = new String(target, 2, end - 2, ISO_8859_1);
    assertEquals("AT Z ", start.substring(0, 5));
    assertEquals(' ', start.charAt(start.length() - 1));
    return start.substring(5, start.length() - 1);
  }

  private static String exactSkew(long receipt, long client) {
    BigInteger nanos = BigInteger.valueOf(receipt).subtract(BigInteger.valueOf(client));
    return (nanos.signum() < 0 ? "" : "+") + new BigDecimal(nanos, 9).toPlainString();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,+0.000000000",
    "263873386,0,+0.263873386",
    "0,12000000001,-12.000000001",
    "0,1,-0.000000001",
    "1,0,+0.000000001",
    "1000000000,0,+1.000000000",
    "999999999,0,+0.999999999",
    "100000000000,0,+100.000000000",
    "1767225600000000000,-1,+1767225600.000000001",
  })
  void skewIsReceiptMinusClientTime(long receipt, long client, String expected) {
    assertEquals(expected, skew(receipt, client));
  }

  @Test
  void skewOfTheMostDistantTimesIsExact() {
    assertEquals("+18446744073.709551615", skew(MAX, MIN));
    assertEquals("-18446744073.709551615", skew(MIN, MAX));
    assertEquals("+9223372036.854775808", skew(0, MIN));
    assertEquals("-9223372036.854775808", skew(MIN, 0));
    assertEquals("+18446744073.709551615", skew(MAX, MIN));
    assertEquals("+0.000000001", skew(1, 0));
    assertEquals("+0.000000000", skew(MIN, MIN));
    assertEquals("+0.000000000", skew(MAX, MAX));
  }

  @Test
  void skewIsExactForAllPairsOfTimes() {
    Seeds.each(
        2_000,
        random -> {
          for (int i = 0; i < 20; i++) {
            long receipt = Seeds.edgyLong(random);
            long client = Seeds.edgyLong(random);
            assertEquals(exactSkew(receipt, client), skew(receipt, client));
          }
        });
  }

  @Test
  void skewIsExactBesideThatOfTheLineBefore() {
    long[] steps = {0, 1, 999_999_999, 1_000_000_000, 1_000_000_001, 9_999_999_999L};
    Seeds.each(
        500,
        random -> {
          long receipt = Seeds.edgyLong(random);
          long client = Seeds.edgyLong(random);
          for (int i = 0; i < 40; i++) {
            assertEquals(exactSkew(receipt, client), skew(receipt, client));
            long step = steps[random.nextInt(steps.length)];
            client += random.nextBoolean() ? step : -step;
          }
        });
  }

  @Test
  void nothingBehindTheStartIsWritten() {
    for (String name : new String[] {"Z", "Clark", "a.longer_name-than-others", "x".repeat(64)}) {
      AtEncoder named = new AtEncoder(ServerId.of(name));
      for (long skew : new long[] {0, 1, -1, 123_456_789_012L, MAX, MIN + 1}) {
        byte[] target = new byte[120];
        Arrays.fill(target, (byte) '#');
        int end = named.putStart(target, 3, skew, 0);
        String expected = "###AT " + name + " " + exactSkew(skew, 0) + " ";
        assertEquals(expected + "#".repeat(120 - end), new String(target, ISO_8859_1));
      }
    }
  }

  @Test
  void lineIsWrittenWithSingleSpaces() {
    AtView view = Records.record("Clark", 263_873_386, "kiwi", 0);
    assertEquals(
        "AT Clark +0.263873386 kiwi +34.068930-118.445127 0.000000000", view.copy().toString());
  }

  @Test
  void fieldsAreCopiedByteForByte() {
    byte[] source = bytes("xx\0\u00ff\u0080yy");
    byte[] target = new byte[8];
    assertEquals(5, AtEncoder.putField(target, 1, source, 2, 5, '\n'));
    assertEquals("\0\u00ff\u0080\n", new String(target, 1, 4, ISO_8859_1));
  }

  @Test
  void overheadIsNeverMoreThanItsBound() {
    byte[] target = new byte[100];
    int end = encoder.putStart(target, 0, MIN, MAX);
    int separatorsAndLineFeed = 3;
    assertTrue(end - 1 + separatorsAndLineFeed <= AtEncoder.OVERHEAD_MAX);
  }
}
