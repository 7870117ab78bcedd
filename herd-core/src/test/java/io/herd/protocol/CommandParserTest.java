package io.herd.protocol;

import static io.herd.protocol.CommandParser.Kind.IAMAT;
import static io.herd.protocol.CommandParser.Kind.INVALID;
import static io.herd.protocol.CommandParser.Kind.WHATSAT;
import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandParserTest {

  private final CommandParser parser = new CommandParser(50, 20);
  private byte[] last = {};

  private CommandParser.Kind parse(String line) {
    last = bytes("IAMAT " + line + " 1");
    return parser.parse(last, 6, last.length - 2);
  }

  private String text(int from, int to) {
    return new String(last, from, to - from, ISO_8859_1);
  }

  private String fields() {
    return text(parser.idStart(), parser.idEnd())
        + "|"
        + text(parser.coordinatesStart(), parser.coordinatesEnd())
        + "|"
        + text(parser.timeStart(), parser.timeEnd());
  }

  @Test
  void reportIsCutIntoItsFields() {
    assertEquals(IAMAT, parse("IAMAT kiwi.cs.ucla.edu +34.068930-118.445127 1400794645.392014450"));
    assertEquals("kiwi.cs.ucla.edu|+34.068930-118.445127|1400794645.392014450", fields());
    assertEquals(1_400_794_645_392_014_450L, parser.timeNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\r", "\f", "\u000b", "  ", " \t\r\f\u000b ", "\r\r", "\n"})
  void fieldsAreSeparatedByAnyWhiteSpace(String space) {
    assertEquals(
        IAMAT, parse(space + String.join(space, "IAMAT", "kiwi", "+34-118", "12.5") + space));
    assertEquals("kiwi|+34-118|12.5", fields());
  }

  @Test
  void everyOtherByteMayBePartOfAnId() {
    for (int b = 0; b < 256; b++) {
      if (!Ascii.isSpace((byte) b)) {
        String id = "a" + (char) b;
        assertEquals(IAMAT, parse("IAMAT " + id + " +1-1 1"), "byte " + b);
        assertEquals(id + "|+1-1|1", fields());
      }
    }
  }

  @Test
  void bytesThatAreWhiteSpaceElsewhereAreNotHere() {
    for (String space : new String[] {"\u00a0", "\u0085", "\u001c", "\u001f", "\0", "\u0008"}) {
      assertEquals(INVALID, parse("IAMAT" + space + "kiwi +1-1 1"));
      assertEquals(IAMAT, parse("IAMAT ki" + space + "wi +1-1 1"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\r",
        "IAMAT",
        "IAMAT kiwi",
        "IAMAT kiwi +1-1",
        "IAMAT kiwi +1-1 1 1",
        "IAMAT kiwi +1-1 1 1 1",
        "IAMAT kiwi +1 -1 1",
        "WHATSAT",
        "WHATSAT kiwi",
        "WHATSAT kiwi 10",
        "WHATSAT kiwi 10 5 5",
      })
  void wrongNumberOfFieldsIsInvalid(String line) {
    assertEquals(INVALID, parse(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iamat",
        "Iamat",
        "IAMAt",
        "IAMATT",
        "IAMA",
        "AT",
        "HELLO",
        "HEADS",
        "HAVE",
        "PING",
        "BYE",
        "WHATSA",
        "WHATSATS",
        "whatsat",
        "?",
        "IAMAT\0",
        "\0IAMAT",
        "\u00c9AMAT"
      })
  void otherCommandsAreInvalid(String command) {
    assertEquals(INVALID, parse(command + " kiwi +1-1 1"));
    assertEquals(INVALID, parse(command + " kiwi 10 5"));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "+1-1,nan", "+1-1,", "+91-1,1", "+1-181,1", "+1-1,9223372036.854775808"})
  void badPositionOrTimeIsInvalid(String coordinates, String time) {
    assertEquals(INVALID, parse("IAMAT kiwi " + coordinates + " " + (time == null ? "" : time)));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "+0,0",
    "-0.0,0",
    "-.000,0",
    "5,5",
    "+5,5",
    "10.5,10.5",
    ".5,0.5",
    "50,50",
    "50.,50",
    "50.0,50",
    "50.00000000000000000000000000000000,50",
    "0050,50",
    "49.99999999999999999999999999999999,50"
  })
  void radiusFromZeroToFiftyIsRead(String radius, double km) {
    assertEquals(WHATSAT, parse("WHATSAT kiwi " + radius + " 5"));
    assertEquals(km, parser.radiusKm());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "50.1",
        "50.00000000000000000000000000000001",
        "51",
        "500",
        "-1",
        "-5",
        "-0.1",
        "-50",
        "-.00000000000000000000000001",
        "+",
        "-",
        ".",
        "+.",
        "1.2.3",
        "1e1",
        "ten",
        "nan",
        "inf",
        "++5",
        "5km",
        "1_0",
        "5,0",
        "4294967297",
        "18446744073709551617"
      })
  void otherRadiusIsInvalid(String radius) {
    assertEquals(INVALID, parse("WHATSAT kiwi " + radius + " 5"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0", "-0,0", "+0,0", "-000,0", "1,1", "+5,5", "19,19", "20,20", "+20,20", "0020,20"
  })
  void boundFromZeroToTwentyIsRead(String bound, int results) {
    assertEquals(WHATSAT, parse("WHATSAT kiwi 10 " + bound));
    assertEquals(results, parser.results());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "21",
        "-1",
        "-20",
        "5.0",
        "5.",
        ".5",
        "+",
        "-",
        "++5",
        "+-5",
        "five",
        "0x5",
        "1e1",
        "5x",
        "4294967301",
        "18446744073709551621",
        "99999999999999999999999999999999",
        "\u00b2"
      })
  void otherBoundIsInvalid(String bound) {
    assertEquals(INVALID, parse("WHATSAT kiwi 10 " + bound));
  }

  @Test
  void smallerLimitsHoldAtTheirEdges() {
    CommandParser small = new CommandParser(3, 2);
    assertEquals(WHATSAT, small.parse(bytes("WHATSAT a 3 2"), 0, 13));
    assertEquals(INVALID, small.parse(bytes("WHATSAT a 4 2"), 0, 13));
    assertEquals(INVALID, small.parse(bytes("WHATSAT a 3 3"), 0, 13));
    assertEquals(INVALID, small.parse(bytes("WHATSAT a 3.1 2"), 0, 15));
  }

  @Test
  void idOfAQuestionIsTold() {
    assertEquals(WHATSAT, parse(" WHATSAT\t kiwi \t10 5\r"));
    assertEquals("kiwi", text(parser.idStart(), parser.idEnd()));
  }

  @Test
  void nothingOutsideTheRangeIsRead() {
    byte[] bytes = bytes("WHATSAT kiwi 10 55");
    assertEquals(WHATSAT, parser.parse(bytes, 0, bytes.length - 1));
    assertEquals(5, parser.results());
  }
}
