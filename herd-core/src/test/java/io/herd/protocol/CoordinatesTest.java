package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CoordinatesTest {

  private final Coordinates coordinates = new Coordinates();

  private boolean reads(String text) {
    byte[] bytes = bytes("x" + text + "y");
    return coordinates.read(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+34.068930-118.445127",
        "+34-118",
        "+34.-118.",
        "+.5-.5",
        "+0-0",
        "-0+0",
        "+.0-0.",
        "+0034.5-00118.25",
        "+90-180",
        "-90+180",
        "+90.0-180.0",
        "+90.-180.",
        "+0000000000000000000000000000000090.000-180",
        "+89.99999999999999999999999999999999999-179.99999999999999999999999999999999",
        "+1+1",
        "-1-1",
      })
  void decimalsInRangeAreRead(String text) {
    assertTrue(reads(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        "+-",
        "+34",
        "+34.5",
        "34-118",
        "34+118",
        "+34-",
        "+-118",
        "+.-.",
        "+.-1",
        "+1-.",
        "+34.5.6-118",
        "+34-118.4.5",
        "+34..5-118",
        "++34-118",
        "+34--118",
        "+-34-118",
        "+34-118+5",
        "+34-118/",
        "+34-118CRSWGS_84/",
        "+34-118 ",
        " +34-118",
        "+34,5-118",
        "+34.5,-118",
        "+3e1-118",
        "+34-1E2",
        "+1_0-118",
        "+nan-118",
        "+NaN-NaN",
        "+inf-118",
        "+34-Infinity",
        "+0x10-118",
        "+34N-118W",
        "+340656.1-1182642.5",
        "+90.1-0",
        "+91-0",
        "-90.1-0",
        "+90.00000000000000000000000000000000000001-0",
        "+0-181",
        "+0+180.1",
        "+0-180.00000000000000000000000000000000000001",
        "+0-1000000000000000000000000000000000000000",
        "+18446744073709551616-0",
        "+4294967296-0",
        "+0-18446744073709551617",
      })
  void everythingElseIsRefused(String text) {
    assertFalse(reads(text));
  }

  @Test
  void digitsOfOtherScriptsAreRefused() {
    byte[] bytes = "+٣٤-118".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertFalse(coordinates.read(bytes, 0, bytes.length));
    assertFalse(reads("+3\u00b2-118"));
  }

  @Test
  void limitsHoldBehindAnyNumberOfZeros() {
    for (int zeros = 0; zeros < 400; zeros++) {
      String some = "0".repeat(zeros);
      assertTrue(reads("+90." + some + "-180." + some), zeros + " zeros");
      assertFalse(reads("+90." + some + "1-180"), zeros + " zeros and a one");
      assertFalse(reads("+90-180." + some + "1"), zeros + " zeros and a one");
    }
  }

  @Test
  void everyByteThatIsNoneOfADecimalIsRefused() {
    for (int b = 0; b < 256; b++) {
      boolean fits = b >= '0' && b <= '9';
      assertEquals(fits, reads("+0-0" + (char) b + "2.5"), "byte " + b);
    }
  }

  @Test
  void valuesAreTheNearestDoubles() {
    assertTrue(reads("+34.068930-118.445127"));
    assertEquals(34.068930, coordinates.latitude());
    assertEquals(-118.445127, coordinates.longitude());
  }

  @Test
  void signsAreNorthAndEast() {
    assertTrue(reads("-33.5+151.25"));
    assertEquals(-33.5, coordinates.latitude());
    assertEquals(151.25, coordinates.longitude());
  }

  @Test
  void manyDigitsDoNotDisturbTheValue() {
    assertTrue(reads("+0001.123456789012345678901234567890-00.000000000000000000009"));
    assertEquals(1.1234567890123457, coordinates.latitude(), 1e-15);
    assertEquals(0, coordinates.longitude(), 1e-17);
  }

  @Test
  void valuesOfRefusedPositionsAreNotKept() {
    assertTrue(reads("+1-2"));
    assertFalse(reads("+3-200"));
    assertEquals(1, coordinates.latitude());
    assertEquals(-2, coordinates.longitude());
  }
}
