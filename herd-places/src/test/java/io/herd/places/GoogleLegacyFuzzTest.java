package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.herd.spi.PlacesException;
import java.util.Arrays;

/**
 * What a legacy service may answer; the first byte says how many results are wanted. It is cut to
 * these, or refused as one that is not understood.
 */
final class GoogleLegacyFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyAnswerIsCutOrNotUnderstood(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int results = input[0] & 0x1f;
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    Splice splice;
    byte[] cut;
    try {
      splice = Splice.of(body, results);
      cut = splice.bytes();
      splice.status();
    } catch (PlacesException notUnderstood) {
      assertEquals(PlacesException.Status.UNKNOWN_ERROR, notUnderstood.status());
      return;
    }
    assertTrue(cut.length <= body.length, "nothing is added");
    Splice again = Splice.of(cut, results);
    assertArrayEquals(cut, again.bytes(), "nothing is left to be cut");
    assertEquals(splice.status(), again.status());
    assertEquals(splice.errorMessage(), again.errorMessage());
  }
}
