package io.herd.places;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.herd.spi.PlacesException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static byte[] number(String number) {
    return ("{\"n\":" + number + "}").getBytes(US_ASCII);
  }

  @Test
  void numbersUpToAThousandDigitsAreRead() {
    String digits = "7".repeat(1_000);
    assertEquals(digits, Json.object(number(digits)).path("n").asText());
  }

  /** Reading a number takes time with the square of its length; here, most of a minute. */
  @ParameterizedTest
  @ValueSource(strings = {"", "-", "0.", "1e"})
  void longNumberIsNotUnderstoodAtOnce(String start) {
    byte[] document = number(start + "7".repeat(1_000_000));
    assertTimeoutPreemptively(
        ofSeconds(5), () -> assertThrows(PlacesException.class, () -> Json.object(document)));
  }
}
