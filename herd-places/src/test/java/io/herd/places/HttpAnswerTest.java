package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpAnswerTest {

  @ParameterizedTest
  @CsvSource({
    "204, UNKNOWN_ERROR, false",
    "301, UNKNOWN_ERROR, false",
    "400, INVALID_REQUEST, false",
    "401, REQUEST_DENIED, false",
    "402, OVER_QUERY_LIMIT, false",
    "403, REQUEST_DENIED, false",
    "404, UNKNOWN_ERROR, false",
    "406, REQUEST_DENIED, false",
    "407, REQUEST_DENIED, false",
    "429, OVER_QUERY_LIMIT, false",
    "499, UNKNOWN_ERROR, false",
    "500, UNKNOWN_ERROR, true",
    "503, UNKNOWN_ERROR, true",
    "599, UNKNOWN_ERROR, true"
  })
  void codeHasItsStatus(int code, Status status, boolean isPassing) {
    HttpAnswer answer = new HttpAnswer(code, new byte[0]);
    PlacesException failure = answer.failure();
    assertFalse(answer.isOk());
    assertEquals(status, failure.status());
    assertEquals(isPassing, failure.passing());
    assertTrue(failure.getMessage().contains(Integer.toString(code)));
  }
}
