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

final class PlainReportTest {

  private static final String REPORT =
      "IAMAT kiwi.cs.ucla.edu +34.068930-118.445127 1621464827.959498503\n";
  private static final String[] POSITIONS = {
    "+34.068930-118.445127", "+0-0", "-9.+1.", "+89.99999999999-179.99999999999", "+89.9999999-1.5"
  };
  private static final String[] TIMES = {
    "1621464827", "1621464827.", "1621464827.9", "1621464827.95949850", "1621464827.959498503"
  };

  private final PlainReport report = new PlainReport();

  private String fields(byte[] bytes) {
    return new String(bytes, report.idStart(), report.timeEnd() - report.idStart(), ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r"})
  void reportIsRead(String beforeLineFeed) {
    byte[] bytes = bytes("x" + REPORT.replace("\n", beforeLineFeed + "\n") + "IAMAT");
    int end = report.read(bytes, 1, bytes.length);
    assertEquals(REPORT.length() + beforeLineFeed.length(), end);
    assertEquals("kiwi.cs.ucla.edu +34.068930-118.445127 1621464827.959498503", fields(bytes));
    assertEquals("kiwi.cs.ucla.edu".length(), report.idEnd() - report.idStart());
    assertEquals(1_621_464_827_959_498_503L, report.timeNanos());
  }

  @Test
  void reportThatHasNotAllComeIsLeft() {
    byte[] bytes = bytes(REPORT);
    for (int to = 0; to < bytes.length; to++) {
      assertEquals(-1, report.read(bytes, 0, to), "of all " + to);
      assertEquals(-1, report.read(Arrays.copyOf(bytes, to), 0, to), "only " + to);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1621464827, 1621464827000000000",
    "1621464827., 1621464827000000000",
    "0000000000, 0",
    "1621464827.5, 1621464827500000000",
    "1621464827.00000001, 1621464827000000010",
    "1621464827.000000001, 1621464827000000001",
    "9223372035.999999999, 9223372035999999999"
  })
  void timeIsExact(String time, long nanos) {
    byte[] bytes = bytes("IAMAT a +1-1 " + time + "\n");
    assertEquals(bytes.length - 1, report.read(bytes, 0, bytes.length));
    assertEquals(nanos, report.timeNanos());
  }

  /** Valid or not: it is for the parser to say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "iamat a +1-1 1621464827",
        "IAMAT  a +1-1 1621464827",
        "IAMAT a  +1-1 1621464827",
        "IAMAT a +1-1  1621464827",
        "IAMAT a +1-1 1621464827 ",
        "IAMAT\ta +1-1 1621464827",
        "IAMAT a\t+1-1 1621464827",
        "IAMAT \u001fa +1-1 1621464827",
        "IAMAT  +1-1 1621464827",
        "IAMAT a 1-1 1621464827",
        "IAMAT a x1-1 1621464827",
        "IAMAT a +1x1 1621464827",
        "IAMAT a +1 1621464827",
        "IAMAT a +1-1-1 1621464827",
        "IAMAT a +.5-1 1621464827",
        "IAMAT a +90-1 1621464827",
        "IAMAT a +91-1 1621464827",
        "IAMAT a +099-1 1621464827",
        "IAMAT a +1-180 1621464827",
        "IAMAT a +1-200 1621464827",
        "IAMAT a +1-1000 1621464827",
        "IAMAT a +1-1 621464827",
        "IAMAT a +1-1 11621464827",
        "IAMAT a +1-1 +1621464827",
        "IAMAT a +1-1 9223372036",
        "IAMAT a +1-1 1621464827.0000000001",
        "IAMAT a +1-1 1621464827.12345678x",
        "IAMAT a +1-1 1621464827\r\r",
        "IAMAT a +1-1 1621464827\rx"
      })
  void otherLinesAreLeftToTheParser(String line) {
    byte[] bytes = bytes(line + "\n");
    assertEquals(-1, report.read(bytes, 0, bytes.length));
  }

  @Test
  void nothingOfTheReportBeforeIsTakenForThisOne() {
    byte[] good = bytes("IAMAT a +1-1 1621464827\n");
    assertEquals(good.length - 1, report.read(good, 0, good.length));
    for (int i = 0; i < good.length - 1; i++) {
      byte[] bad = good.clone();
      bad[i] = (byte) (i == 6 ? ' ' : 'x');
      assertEquals(-1, report.read(bad, 0, bad.length), "changed at " + i);
    }
  }

  @Test
  void secondsOfTheReportBeforeAreKnownOnlyAsAWhole() {
    assertLeft("\0".repeat(10));
    assertRead("0000000000.5", 500_000_000);
    assertRead("1621464827.5", 1_621_464_827_500_000_000L);
    assertRead("1621464827.25", 1_621_464_827_250_000_000L);
    assertLeft("16214648270");
    assertLeft("16214648279.5");
    assertRead("1621464828", 1_621_464_828_000_000_000L);
    assertRead("1621464727", 1_621_464_727_000_000_000L);
    assertLeft("9223372036");
    assertLeft("9223372036");
    assertLeft("162146472x");
    assertRead("1621464727\r", 1_621_464_727_000_000_000L);
  }

  private void assertRead(String time, long nanos) {
    byte[] bytes = bytes("IAMAT a +1-1 " + time + "\n");
    assertEquals(bytes.length - 1, report.read(bytes, 0, bytes.length), time);
    assertEquals(nanos, report.timeNanos(), time);
  }

  private void assertLeft(String time) {
    byte[] bytes = bytes("IAMAT a +1-1 " + time + "\n");
    assertEquals(-1, report.read(bytes, 0, bytes.length), time);
  }

  /** A line much like a report, with a byte or two changed in it, left out or put in. */
  private static String nearlyReport(RandomGenerator random) {
    StringBuilder line = new StringBuilder("IAMAT ");
    line.append(new String(Records.id(random), ISO_8859_1)).append(' ');
    line.append(POSITIONS[random.nextInt(POSITIONS.length)]).append(' ');
    line.append(TIMES[random.nextInt(TIMES.length)]).append(random.nextBoolean() ? "\n" : "\r\n");
    return Records.nearly(line, random);
  }

  @Test
  void whatIsReadIsWhatTheParserReads() {
    int[] read = new int[1];
    CommandParser parser = new CommandParser(50, 20);
    Seeds.each(
        20_000,
        random -> {
          String line = nearlyReport(random);
          String before = "\0".repeat(random.nextInt(9));
          byte[] bytes = bytes(before + line + "7".repeat(random.nextInt(9)));
          int from = before.length();
          int end = report.read(bytes, from, from + line.length());
          if (end < 0) {
            return;
          }
          read[0]++;
          assertEquals(Ascii.indexOfLineFeed(bytes, from, bytes.length), end, line);
          assertEquals(CommandParser.Kind.IAMAT, parser.parse(bytes, from, end), line);
          assertEquals(parser.timeNanos(), report.timeNanos(), line);
          assertEquals(parser.idStart(), report.idStart(), line);
          assertEquals(parser.idEnd(), report.idEnd(), line);
          assertEquals(parser.timeEnd(), report.timeEnd(), line);
          assertEquals(parser.idEnd() + 1, parser.coordinatesStart(), line);
          assertEquals(parser.coordinatesEnd() + 1, parser.timeStart(), line);
        });
    boolean usual = Long.getLong("herd.seed") == null && Integer.getInteger("herd.seeds") == null;
    assertTrue(read[0] > 2_000 || !usual, () -> read[0] + " were read");
  }
}
