package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"Clark", "a", "9", "-", "_", "a.b", ".a", "node-1.example_x"})
  void namesOfLettersDigitsAndThreeMarksAreTaken(String name) {
    assertEquals(name, ServerId.of(name).toString());
    assertEquals(name.length(), ServerId.of(name).length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "...", "a b", "a/b", "a\n", "é", "a:b", "a\0", "\u0661", "Ａ"})
  void otherNamesAreRefused(String name) {
    assertFalse(ServerId.isName(name));
    assertThrows(IllegalArgumentException.class, () -> ServerId.of(name));
  }

  @Test
  void nameHasSixtyFourBytesAtMost() {
    assertTrue(ServerId.isName("x".repeat(63)));
    assertTrue(ServerId.isName("x".repeat(64)));
    assertFalse(ServerId.isName("x".repeat(65)));
  }

  @Test
  void orderIsThatOfTheBytes() {
    assertTrue(ServerId.of("Bailey").compareTo(ServerId.of("Bona")) < 0);
    assertTrue(ServerId.of("Z").compareTo(ServerId.of("a")) < 0);
    assertTrue(ServerId.of("a").compareTo(ServerId.of("aa")) < 0);
    assertEquals(0, ServerId.of("a").compareTo(ServerId.of("a")));
  }

  @Test
  void equalityIsThatOfTheNames() {
    assertEquals(ServerId.of("Clark"), ServerId.of("Clark"));
    assertEquals(ServerId.of("Clark").hashCode(), ServerId.of("Clark").hashCode());
    assertNotEquals(ServerId.of("Clark"), ServerId.of("clark"));
    assertNotEquals(ServerId.of("Clark"), "Clark");
  }

  @Test
  void bytesMatchOnlyAsAWhole() {
    ServerId id = ServerId.of("Clark");
    byte[] bytes = bytes("AT Clark2");
    assertTrue(id.matches(bytes, 3, 8));
    assertFalse(id.matches(bytes, 3, 9));
    assertFalse(id.matches(bytes, 3, 7));
    assertFalse(id.matches(bytes, 2, 7));
  }

  @Test
  void nameIsCopiedToItsPlace() {
    byte[] target = new byte[8];
    assertEquals(7, ServerId.of("Clark").copyTo(target, 2));
    assertEquals("\0\0Clark\0", new String(target, java.nio.charset.StandardCharsets.US_ASCII));
  }
}
