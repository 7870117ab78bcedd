package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AtParserTest {

  private static final String GOOD =
      "AT Clark +0.263873386 kiwi +34.068930-118.445127 1400794645.392014450 4f1a 17";

  private final AtParser parser = new AtParser();

  private boolean parses(String line) {
    return parses(bytes(line));
  }

  private boolean parses(byte[] line) {
    return parser.parse(line, 0, line.length);
  }

  private static byte[] wire(AtView view, long incarnation, long sequence) {
    return bytes(
        new String(view.bytes, view.start, view.length(), ISO_8859_1)
            + " "
            + Long.toHexString(incarnation)
            + " "
            + sequence);
  }

  private static byte[] anyWire(RandomGenerator random) {
    long incarnation = random.nextLong(1, Long.MAX_VALUE);
    return wire(Records.any(random), incarnation, random.nextLong(1, 1_000_000_000_000_000_000L));
  }

  /** What is told of the line written anew. */
  private byte[] encodedAgain(byte[] line) {
    AtView view = new AtView();
    parser.view(line, view);
    String server = new String(line, parser.serverStart(), serverLength(), ISO_8859_1);
    byte[] out = new byte[view.length() + 64];
    int at =
        new AtEncoder(ServerId.of(server)).putStart(out, 0, view.receiptNanos, view.clientNanos);
    at = AtEncoder.putField(out, at, view.bytes, view.idStart, view.end, '\n');
    return java.util.Arrays.copyOf(out, at - 1);
  }

  private int serverLength() {
    return parser.serverEnd() - parser.serverStart();
  }

  @Test
  void fieldsOfAGoodLineAreTold() {
    byte[] line = bytes(GOOD);
    assertTrue(parses(line));
    AtView view = new AtView();
    parser.view(line, view);
    assertEquals(1_400_794_645_392_014_450L, view.clientNanos);
    assertEquals(1_400_794_645_392_014_450L + 263_873_386L, view.receiptNanos);
    assertEquals(17, view.sequence);
    assertEquals(0x4f1a, parser.incarnation());
    assertEquals("kiwi", view.copy().clientId());
    assertEquals(GOOD.substring(0, GOOD.length() - 8), view.copy().toString());
  }

  @Test
  void everyEncodedRecordIsReadBack() {
    Seeds.each(
        3_000,
        random -> {
          AtView record = Records.any(random);
          byte[] line = wire(record, random.nextLong(1, Long.MAX_VALUE), 5);
          assertTrue(parses(line), () -> new String(line, ISO_8859_1));
          AtView view = new AtView();
          parser.view(line, view);
          assertEquals(record.clientNanos, view.clientNanos);
          assertEquals(record.receiptNanos, view.receiptNanos);
          assertEquals(record.copy(), view.copy());
          assertEquals(record.copy().clientId(), view.copy().clientId());
        });
  }

  @Test
  void everyChangeOfAByteIsRefusedOrGivesAValidRecord() {
    Seeds.each(
        15,
        random -> {
          byte[] line = anyWire(random);
          for (int place = 0; place < line.length; place++) {
            byte good = line[place];
            for (int other = 0; other < 256; other++) {
              line[place] = (byte) other;
              if (parses(line)) {
                assertValid(line);
              }
            }
            line[place] = good;
          }
        });
  }

  private void assertValid(byte[] line) {
    AtView view = new AtView();
    parser.view(line, view);
    byte[] again = encodedAgain(line);
    assertEquals(new String(line, 0, view.length(), ISO_8859_1), new String(again, ISO_8859_1));
  }

  @Test
  void lineCutShortIsRefusedUpToItsSequence() {
    Seeds.each(
        100,
        random -> {
          byte[] line = anyWire(random);
          int sequence = new String(line, ISO_8859_1).lastIndexOf(' ') + 1;
          for (int length = 0; length < line.length; length++) {
            assertEquals(length > sequence, parser.parse(line, 0, length));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {" more", " more and more", "\r", " ", " \u0000"})
  void whatFollowsTheSequenceIsSkipped(String more) {
    assertTrue(parses(GOOD + more));
    assertEquals(17, parser.sequence());
  }

  @Test
  void signatureIsWhatStandsBehindTheSequence() {
    assertTrue(parses(GOOD));
    assertEquals(0, parser.signatureLength());
    assertEquals(GOOD.length(), parser.signedEnd());
    assertTrue(parses(GOOD + " c0ffee more"));
    assertEquals(GOOD.length(), parser.signedEnd());
    assertEquals(GOOD.length() + 1, parser.signatureStart());
    assertEquals("c0ffee".length(), parser.signatureLength());
    assertTrue(parses(GOOD));
    assertEquals(0, parser.signatureLength());
  }

  private static String with(int field, String value) {
    String[] fields = GOOD.split(" ");
    fields[field] = value;
    return String.join(" ", fields);
  }

  private void assertRefused(int field, String... values) {
    for (String value : values) {
      assertFalse(parses(with(field, value)), value);
    }
  }

  private void assertTaken(int field, String... values) {
    for (String value : values) {
      assertTrue(parses(with(field, value)), value);
    }
  }

  @Test
  void otherCommandIsRefused() {
    assertRefused(0, "at", "At", "ATT", "A", "", "IAMAT", "\0AT");
  }

  @Test
  void onlyNamesOfServersAreTaken() {
    assertTaken(1, "C", "a.b_c-9", "x".repeat(64), ".x");
    assertRefused(1, "", "x".repeat(65), ".", "..", "Cl/ark", "Clärk", "Cl\0ark", "Cl:ark");
  }

  @Test
  void skewHasSignSecondsPointAndNineDigits() {
    assertTaken(2, "+0.000000000", "-0.000000001", "+12.000000001", "-12.000000001");
    assertRefused(
        2,
        "",
        "+",
        "0.263873386",
        "+.263873386",
        "+0.26387338",
        "+0.2638733860",
        "+00.263873386",
        "+01.263873386",
        "-0.000000000",
        "--1.000000000",
        "+1,000000000",
        "+1.00000000x",
        "+x.000000000",
        "+1e1.000000000",
        "+0263873386",
        "+1.000000000.",
        "+1.0.0000000");
  }

  @Test
  void skewThatPutsTheReceiptOutOfRangeIsRefused() {
    String late = "AT C %s kiwi +1-1 9223372036.854775807 1 1";
    assertTrue(parses(late.formatted("+0.000000000")));
    assertTrue(parses(late.formatted("-18446744073.709551615")));
    assertFalse(parses(late.formatted("+0.000000001")));
    assertFalse(parses(late.formatted("-18446744073.709551616")));
    assertFalse(parses(late.formatted("-99999999999.999999999")));
    String early = "AT C %s kiwi +1-1 -9223372036.854775808 1 1";
    assertTrue(parses(early.formatted("+18446744073.709551615")));
    assertFalse(parses(early.formatted("-0.000000001")));
    assertFalse(parses(early.formatted("+18446744073.709551616")));
    assertFalse(parses(early.formatted("+100000000000.000000000")));
  }

  @Test
  void positionAndTimeAreCheckedAsThoseOfClients() {
    assertRefused(4, "", "+90.1-0", "34-118", "+34", "+340656.1-1182642.5");
    assertRefused(5, "", "nan", "9223372037", "1e9", "+");
  }

  @Test
  void incarnationIsSmallHexadecimalAndNotZero() {
    assertTaken(6, "1", "f", "ffffffffffffffff", "0001");
    assertRefused(6, "", "0", "0000", "F", "g", "0x1", "-1", "10000000000000000");
  }

  @Test
  void sequenceIsPositiveOfEighteenDigitsAtMost() {
    assertTaken(7, "1", "999999999999999999", "007");
    assertRefused(7, "", "0", "-1", "+1", "1.0", "1x", "1000000000000000000", "000");
  }

  @Test
  void fieldsAreSeparatedBySingleSpaces() {
    for (int i = 0; i < GOOD.length(); i++) {
      if (GOOD.charAt(i) == ' ') {
        String start = GOOD.substring(0, i);
        String rest = GOOD.substring(i + 1);
        assertFalse(parses(start + "  " + rest), "two spaces at " + i);
        assertFalse(parses(start + "\t" + rest), "a tab at " + i);
        assertFalse(parses(start + "\r" + rest), "a CR at " + i);
        assertFalse(parses(start + rest), "none at " + i);
      }
    }
    assertFalse(parses(" " + GOOD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "000", "1x", "x1", "-1", "+1", "1234567890123456789"})
  void sequenceIsAPositiveNumberOfAtMostEighteenDigits(String text) {
    assertEquals(-1, AtParser.readPositive(bytes(text), 0, text.length()));
    assertEquals(999_999_999_999_999_999L, AtParser.readPositive(bytes("9".repeat(18)), 0, 18));
  }
}
