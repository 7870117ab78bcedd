package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.herd.spi.PlacesException;
import java.util.Arrays;

/**
 * What the new service may answer; the first byte says how many results are wanted. It becomes a
 * document of the legacy form, or is refused as one that is not understood.
 */
final class GoogleNewFuzzTest {

  /** What a place of which nothing is known takes, and more. */
  private static final int BYTES_A_RESULT = 2_048;

  @FuzzTest(maxDuration = "1m")
  void anyAnswerIsTranslatedOrNotUnderstood(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int results = input[0] & 0x1f;
    byte[] document;
    try {
      document = GoogleNewPlaces.translated(Arrays.copyOfRange(input, 1, input.length), results);
    } catch (PlacesException notUnderstood) {
      assertEquals(PlacesException.Status.UNKNOWN_ERROR, notUnderstood.status());
      return;
    }
    Splice read = Splice.of(document, results);
    assertTrue(read.status().matches("OK|ZERO_RESULTS"), read.status());
    assertSame(document, read.bytes(), "no more results than asked for");
    // a byte becomes an escape of six at most, in at most three members
    assertTrue(document.length <= 18 * input.length + BYTES_A_RESULT * (results + 1));
  }
}
