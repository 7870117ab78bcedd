package io.herd.places;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;

/**
 * What a server answered, whole and unpacked.
 *
 * @param code the HTTP status
 * @param body handed over to whoever reads the answer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpAnswer(int code, byte[] body) {

  private static final int OK = 200;

  boolean isOk() {
    return code == OK;
  }

  /** The failure that a code other than 200 stands for. Nothing of the body is in it. */
  PlacesException failure() {
    String message =
        code >= 300 && code < 400
            ? "HTTP status " + code + ": redirects are not followed"
            : "HTTP status " + code;
    return new PlacesException(status(), message, code >= 500);
  }

  private Status status() {
    return switch (code) {
      case 400 -> Status.INVALID_REQUEST;
      case 401, 403, 406, 407 -> Status.REQUEST_DENIED;
      case 402, 429 -> Status.OVER_QUERY_LIMIT;
      default -> Status.UNKNOWN_ERROR;
    };
  }
}
