package io.herd.internal;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.internal.PeerLines.Hello;
import io.herd.protocol.Records;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeerLinesTest {

  private static final String GREETING =
      "HELLO herd/1-1 herd Bona Clark b0 60000000000 0 unsigned c0ffee";

  private static Hello hello(RandomGenerator random) {
    int versionMin = random.nextInt(1, 1_000_000);
    return new Hello(
        versionMin,
        random.nextInt(versionMin, 1_000_001),
        Records.name(random),
        Records.name(random),
        Records.name(random),
        random.nextLong() | 1,
        random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60),
        random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60),
        random.nextBoolean() ? PeerLines.SIGNED : PeerLines.UNSIGNED,
        Long.toHexString(random.nextLong()),
        random.nextBoolean() ? null : Long.toHexString(random.nextLong()));
  }

  private static Hello parse(String line) {
    byte[] bytes = bytes("<" + line + ">");
    return Hello.parse(PeerLines.fields(bytes, 1, bytes.length - 1));
  }

  private static boolean isHello(String line) {
    byte[] bytes = bytes("<" + line + ">");
    return PeerLines.isHello(bytes, 1, bytes.length - 1);
  }

  @Test
  void everyGreetingIsReadBack() {
    Seeds.each(
        3_000,
        random -> {
          Hello hello = hello(random);
          String line = hello.text() + (hello.proof() == null ? "" : " " + hello.proof());
          assertEquals(hello, parse(line));
          assertEquals(hello, parse(line + (hello.proof() == null ? "" : " more and more")));
          assertTrue(isHello(line));
        });
  }

  @Test
  void greetingCutShortIsNoneUntilItsChallengeBegins() {
    int challenge = GREETING.lastIndexOf(' ') + 1;
    for (int length = 0; length <= GREETING.length(); length++) {
      assertEquals(length > challenge, isHello(GREETING.substring(0, length)), "length " + length);
    }
  }

  @Test
  void everyChangeOfAByteIsNoGreetingOrOneThatIsReadBack() {
    for (int place = 0; place < GREETING.length(); place++) {
      for (char other = 0; other < 256; other++) {
        Hello hello = parse(GREETING.substring(0, place) + other + GREETING.substring(place + 1));
        if (hello != null) {
          assertEquals(hello.text(), parse(hello.text()).text());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1-1,1-1000000,1-1000001",
    "1-1,1000000-1000000,2-1",
    "1-1,1-1,0-1",
    "1-1,1-1,1",
    "1-1,1-1,-1",
    "1-1,1-1,1-",
    "1-1,1-1,1-x",
    "1-1,1-1,9999999999999999999-1",
  })
  void versionsAreARangeFromOneToAMillion(String good, String limit, String bad) {
    assertEquals(1, parse(GREETING.replace("1-1", good)).versionMin());
    assertTrue(isHello(GREETING.replace("1-1", limit)));
    assertNull(parse(GREETING.replace("1-1", bad)));
  }

  @Test
  void greetingsLengthIsBounded() {
    String padding = "x".repeat(PeerLines.HELLO_BYTES_MAX - GREETING.length() - 1);
    assertTrue(isHello(GREETING + " " + padding));
    assertFalse(isHello(GREETING + " " + padding + "x"));
  }

  @Test
  void numbersAreReadBackUpToEighteenDigits() {
    Seeds.each(
        1_000,
        random -> {
          long number = random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60);
          assertEquals(number, PeerLines.number(Long.toString(number)));
        });
    assertEquals(999_999_999_999_999_999L, PeerLines.number("999999999999999999"));
    for (String bad : List.of("", "-1", "+1", "1000000000000000000", "1.0", "/", ":", "x")) {
      assertEquals(-1, PeerLines.number(bad), bad);
    }
  }

  @Test
  void fieldsAreSeparatedByAnyWhiteSpace() {
    byte[] line = bytes(" \tPROOF  a\tb\r\u000b\fc \r");
    assertEquals(List.of("PROOF", "a", "b", "c"), PeerLines.fields(line, 0, line.length));
    assertEquals("PING\n", new String(PeerLines.line("PING"), US_ASCII));
  }
}
