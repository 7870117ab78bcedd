package io.herd.places;

import java.util.regex.Pattern;

/**
 * Which members of a place Google's Places API (New) is asked for. It decides the price: a request
 * is billed as the dearest of its members. Immutable.
 *
 * @param text as the service reads it: paths, separated by commas, without spaces
 */
public record FieldMask(String text) {

  private static final Pattern PATHS =
      Pattern.compile("places\\.[A-Za-z]+(\\.[A-Za-z]+)*(,places\\.[A-Za-z]+(\\.[A-Za-z]+)*)*");

  private static final int LENGTH_MAX = 4_096;

  /** What is billed as Pro: names, places, types, addresses, photos. */
  public static final FieldMask PRO =
      new FieldMask(
          "places.id,places.displayName,places.location,places.viewport,places.types,"
              + "places.shortFormattedAddress,places.plusCode,places.businessStatus,"
              + "places.iconMaskBaseUri,places.iconBackgroundColor,places.photos,"
              + "places.attributions");

  /** The same with ratings, price levels and opening hours, billed as Enterprise. */
  public static final FieldMask ENTERPRISE =
      new FieldMask(
          PRO.text
              + ",places.rating,places.userRatingCount,places.priceLevel,"
              + "places.currentOpeningHours.openNow");

  /** Checks the form; the service knows which paths there are. */
  public FieldMask {
    if (text.length() > LENGTH_MAX || !PATHS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "field mask is \"" + text + "\", must be places.x,places.y without spaces");
    }
  }
}
