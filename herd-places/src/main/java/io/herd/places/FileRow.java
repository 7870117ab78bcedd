package io.herd.places;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place as a file tells it.
 *
 * @param id as the file has it, or null
 * @param types in the words of the Places API
 * @param weight how well it is known, in any number that grows with it; 0 if that is not known
 */
record FileRow(
    double latitude,
    double longitude,
    String name,
    @Nullable String id,
    List<String> types,
    @Nullable String vicinity,
    double weight) {

  static final int TEXT_MAX = 1_000;

  /**
   * Checks everything.
   *
   * @throws IllegalArgumentException with what is wrong, for the log
   */
  FileRow {
    if (!(latitude >= -90 && latitude <= 90)) {
      throw new IllegalArgumentException("latitude is " + latitude + ", must be -90..90");
    }
    if (!(longitude >= -180 && longitude <= 180)) {
      throw new IllegalArgumentException("longitude is " + longitude + ", must be -180..180");
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("name is empty, must be there");
    }
    int longest = Math.max(name.length(), id == null ? 0 : id.length());
    if (longest > TEXT_MAX) {
      throw new IllegalArgumentException(
          "name or id has " + longest + " characters, must have at most " + TEXT_MAX);
    }
  }

  /** A coordinate. */
  static double degrees(String what, String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          what + " is \"" + shortened(text) + "\", must be decimal degrees", notANumber);
    }
  }

  static double weight(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return 0;
    }
    try {
      double weight = Double.parseDouble(text.strip());
      return weight > 0 && weight < Double.POSITIVE_INFINITY ? weight : 0;
    } catch (NumberFormatException notANumber) {
      return 0; // it only decides the order
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  /** As in {@link PlaceTable#prominences}; shares up to 1 and counts above are both of use. */
  short prominence() {
    double thousandths = weight <= 1 ? 1_000 * weight : 1_000 + 1_000 * Math.log10(weight);
    return (short) Math.min(Short.MAX_VALUE, Math.round(thousandths));
  }
}
