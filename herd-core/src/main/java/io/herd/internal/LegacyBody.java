package io.herd.internal;

import io.herd.spi.PlacesException.Status;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Bodies in the form of the Places API's Nearby Search (Legacy), as far as the core itself needs
 * them.
 */
final class LegacyBody {

  /** Made once: thousands may be needed in a moment. */
  private static final Map<Status, byte[]> FAILURES = failures();

  private LegacyBody() {}

  /** A body with this status and without results, to be read only. */
  static byte[] failure(Status status) {
    return Objects.requireNonNull(FAILURES.get(status));
  }

  private static Map<Status, byte[]> failures() {
    Map<Status, byte[]> bodies = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      bodies.put(status, empty(status.name()));
    }
    return bodies;
  }

  /** The body of a node that knows no places. */
  static byte[] nothing() {
    return empty("ZERO_RESULTS");
  }

  private static byte[] empty(String status) {
    return """
        {
           "html_attributions" : [],
           "results" : [],
           "status" : "%s"
        }
        """
        .formatted(status)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Copies a body with every run of line feeds made one, and without those at its end.
   *
   * @return the offset behind the copy
   */
  static int copyWithoutBlankLines(byte[] body, byte[] target, int offset) {
    int at = offset;
    boolean afterLineFeed = false;
    for (byte b : body) {
      if (b != '\n' || !afterLineFeed) {
        target[at++] = b;
      }
      afterLineFeed = b == '\n';
    }
    if (afterLineFeed && at > offset) {
      at--;
    }
    return at;
  }
}
