package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AtEncoderTest {

  private static final long MAX = Long.MAX_VALUE;
  private static final long MIN = Long.MIN_VALUE;

  private static String skew(long receipt, long client) {
    byte[] target = new byte[40];
    int end = AtEncoder.putSkew(target, 2, receipt, client);
    return new String(target, 2, end - 2, ISO_8859_1);
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
    int end = AtEncoder.putStart(target, 0, ServerId.of("Z"), MIN, MAX);
    int separatorsAndLineFeed = 3;
    assertTrue(end - 1 + separatorsAndLineFeed <= AtEncoder.OVERHEAD_MAX);
  }
}
