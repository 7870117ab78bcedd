package io.herd.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.herd.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginIdTest {

  @Test
  void textIsReadBack() {
    Seeds.each(
        500,
        random -> {
          long incarnation = random.nextLong() | 1;
          OriginId id = new OriginId(ServerId.of(Records.name(random)), incarnation);
          assertEquals(id, OriginId.parse(id.toString()));
        });
  }

  @Test
  void incarnationIsWrittenInHexadecimal() {
    assertEquals("Clark/4f1a", new OriginId(ServerId.of("Clark"), 0x4f1a).toString());
  }

  @Test
  void incarnationIsNotZero() {
    ServerId server = ServerId.of("Clark");
    assertThrows(IllegalArgumentException.class, () -> new OriginId(server, 0));
  }

  @Test
  void anotherLifeIsAnotherOrigin() {
    ServerId server = ServerId.of("Clark");
    assertNotEquals(new OriginId(server, 1), new OriginId(server, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Clark",
        "Clark/",
        "/1",
        "Clark/0",
        "Clark/00",
        "Clark/F",
        "Clark/g",
        "Clark/1/2",
        "Clark/-1",
        "Cl ark/1",
        "./1",
        "Clark/12345678901234567",
        "Clark/ 1"
      })
  void otherTextNamesNoOrigin(String text) {
    assertNull(OriginId.parse(text));
  }

  @Test
  void incarnationHasSixteenDigitsAtMost() {
    assertEquals(-1L, OriginId.parseIncarnation("ffffffffffffffff"));
    assertEquals(1L, OriginId.parseIncarnation("0000000000000001"));
    assertEquals(0L, OriginId.parseIncarnation("00000000000000001"));
  }
}
