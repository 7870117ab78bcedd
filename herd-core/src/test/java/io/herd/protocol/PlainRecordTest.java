package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainRecordTest {

  private static final String AT =
      "AT Clark +0.263873386 kiwi.cs.ucla.edu +34.068930-118.445127 1621464827.959498503";
  private static final String RECORD = AT + " 4f1a09b2c7 17\n";
  private static final String[] SKEWS = {
    "+0.263873386",
    "-0.000000001",
    "+0.000000000",
    "-0.000000000",
    "+172345678.5",
    "+1.123456789",
    "+172345678.123456789",
    "-999999999.999999999",
    "+1000000000.000000000",
    "+00.123456789"
  };
  private static final String[] TIMES = {
    "1621464827", "1621464827.9", "1621464827.959498503", "0000000000", "9223372035.999999999"
  };
  private static final String[] SEQUENCES = {
    "0", "00", "7", "12345678", "123456789", "1234567890123456", "12345678901234567"
  };

  private final PlainRecord record = new PlainRecord();

  private String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  private AtView view(byte[] bytes) {
    AtView view = new AtView();
    record.view(bytes, view);
    return view;
  }

  @Test
  void recordIsRead() {
    byte[] bytes = bytes("x" + RECORD + "AT");
    assertEquals(RECORD.length(), record.read(bytes, 1, bytes.length));
    assertEquals("Clark", text(bytes, record.serverStart(), record.serverEnd()));
    assertEquals("4f1a09b2c7", text(bytes, record.incarnationStart(), record.incarnationEnd()));
    assertEquals(17, record.sequence());
    AtView view = view(bytes);
    assertEquals(AT, view.toString());
    assertEquals("kiwi.cs.ucla.edu", view.clientId());
    assertEquals(1_621_464_827_959_498_503L, view.clientNanos);
    assertEquals(1_621_464_827_959_498_503L + 263_873_386L, view.receiptNanos);
    assertEquals(17, view.sequence);
  }

  @Test
  void recordThatHasNotAllComeIsLeft() {
    byte[] bytes = bytes(RECORD);
    for (int to = 0; to < bytes.length; to++) {
      assertEquals(-1, record.read(bytes, 0, to), "of all " + to);
      assertEquals(-1, record.read(Arrays.copyOf(bytes, to), 0, to), "only " + to);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "+0.000000000, 0",
    "-0.000000001, -1",
    "+1.000000000, 1000000000",
    "-12345678.000000009, -12345678000000009",
    "+123456789.987654321, 123456789987654321",
    "+999999999.999999999, 999999999999999999"
  })
  void skewIsExact(String skew, long nanos) {
    byte[] bytes = bytes("AT Clark " + skew + " a +1-1 1621464827 1 1\n");
    assertEquals(bytes.length - 1, record.read(bytes, 0, bytes.length));
    assertEquals(1_621_464_827_000_000_000L + nanos, view(bytes).receiptNanos);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 9, 12_345_678, 87_654_321, 123_456_789, 9_999_999_999_999_999L})
  void sequenceIsExact(long sequence) {
    byte[] bytes = bytes(AT + " 1 " + sequence + "\n");
    assertEquals(bytes.length - 1, record.read(bytes, 0, bytes.length));
    assertEquals(sequence, record.sequence());
  }

  /** Valid or not: it is for the parser to say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "at Clark +0.263873386 a +1-1 1621464827 1 1",
        "AT  +0.263873386 a +1-1 1621464827 1",
        "AT Clark  +0.263873386 a +1-1 1621464827 1 1",
        "AT Clark 0.263873386 a +1-1 1621464827 1 1",
        "AT Clark *0.263873386 a +1-1 1621464827 1 1",
        "AT Clark +00.263873386 a +1-1 1621464827 1 1",
        "AT Clark +.263873386 a +1-1 1621464827 1 1",
        "AT Clark +0,263873386 a +1-1 1621464827 1 1",
        "AT Clark +0.26387338 a +1-1 1621464827 1 1",
        "AT Clark +0.2638733 a +1-1 1621464827 1 1",
        "AT Clark +0.2638733861 a +1-1 1621464827 1 1",
        "AT Clark -0.000000000 a +1-1 1621464827 1 1",
        "AT Clark +1000000000.000000000 a +1-1 1621464827 1 1",
        "AT Clark +12345678x.000000000 a +1-1 1621464827 1 1",
        "AT Clark +0.263873386 a - 1621464827 1 1",
        "AT Clark +0.263873386 a +1-1 621464827 1 1",
        "AT Clark +999999999.000000000 a +1-1 9223372035 1 1",
        "AT Clark +0.263873386 a +1-1 1621464827 1",
        "AT Clark +0.263873386 a +1-1 1621464827 1 0",
        "AT Clark +0.263873386 a +1-1 1621464827 1 -1",
        "AT Clark +0.263873386 a +1-1 1621464827 1 12345678901234567",
        "AT Clark +0.263873386 a +1-1 1621464827 1 1 ",
        "AT Clark +0.263873386 a +1-1 1621464827 1 1\r",
        "AT Clark +0.263873386 a +1-1 1621464827 1 1 signature",
        "HEADS Clark/1:1"
      })
  void otherLinesAreLeftToTheParser(String line) {
    byte[] bytes = bytes(line + "\n");
    assertEquals(-1, record.read(bytes, 0, bytes.length));
  }

  @Test
  void nothingOfTheRecordBeforeIsTakenForThisOne() {
    byte[] good = bytes("AT C +0.263873386 a +1-1 1621464827.5 1 1\n");
    assertEquals(good.length - 1, record.read(good, 0, good.length));
    for (int i = 0; i < good.length - 1; i++) {
      byte[] bad = good.clone();
      bad[i] = (byte) (good[i] == 'C' || good[i] == 'a' || i == 38 ? ' ' : 'x');
      assertEquals(-1, record.read(bad, 0, bad.length), "changed at " + i);
    }
  }

  private static <T> T any(RandomGenerator random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  /** A line much like a record, with a byte or two changed in it, left out or put in. */
  private static String nearlyRecord(RandomGenerator random) {
    StringBuilder line = new StringBuilder("AT ").append(Records.name(random)).append(' ');
    line.append(any(random, SKEWS)).append(' ');
    line.append(new String(Records.id(random), ISO_8859_1)).append(" +34.068930-118.445127 ");
    line.append(any(random, TIMES)).append(' ');
    line.append(Long.toHexString(random.nextLong(1, Long.MAX_VALUE))).append(' ');
    line.append(any(random, SEQUENCES)).append('\n');
    return Records.nearly(line, random);
  }

  /** Whether server and incarnation, which are for others to check, are well formed. */
  private boolean isOrigin(byte[] bytes) {
    String server = text(bytes, record.serverStart(), record.serverEnd());
    String incarnation = text(bytes, record.incarnationStart(), record.incarnationEnd());
    return ServerId.isName(server) && OriginId.parseIncarnation(incarnation) != 0;
  }

  @Test
  void whatIsReadIsWhatTheParserReads() {
    int[] read = new int[1];
    AtParser parser = new AtParser();
    Seeds.each(
        20_000,
        random -> {
          String line = nearlyRecord(random);
          String before = "\0".repeat(random.nextInt(9));
          byte[] bytes = bytes(before + line + "7".repeat(random.nextInt(9)));
          int from = before.length();
          int end = record.read(bytes, from, from + line.length());
          if (end < 0 || !isOrigin(bytes)) {
            return;
          }
          read[0]++;
          assertEquals(Ascii.indexOfLineFeed(bytes, from, bytes.length), end, line);
          assertTrue(parser.parse(bytes, from, end), line);
          assertEquals(0, parser.signatureLength(), line);
          assertEquals(parser.serverStart(), record.serverStart(), line);
          assertEquals(parser.serverEnd(), record.serverEnd(), line);
          assertEquals(
              parser.incarnation(),
              OriginId.parseIncarnation(
                  text(bytes, record.incarnationStart(), record.incarnationEnd())),
              line);
          assertEquals(parser.sequence(), record.sequence(), line);
          AtView expected = new AtView();
          parser.view(bytes, expected);
          AtView view = view(bytes);
          assertEquals(expected.toString(), view.toString(), line);
          assertEquals(expected.clientId(), view.clientId(), line);
          assertEquals(expected.clientNanos, view.clientNanos, line);
          assertEquals(expected.receiptNanos, view.receiptNanos, line);
          assertEquals(expected.sequence, view.sequence, line);
        });
    boolean usual = Long.getLong("herd.seed") == null && Integer.getInteger("herd.seeds") == null;
    assertTrue(read[0] > 500 || !usual, () -> read[0] + " were read");
  }
}
