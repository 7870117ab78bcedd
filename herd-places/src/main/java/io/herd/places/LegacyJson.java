package io.herd.places;

import java.util.List;

/**
 * Prints lists of places in the form of the Places API's Nearby Search (Legacy), for providers that
 * do not have such a document already. Layout and escapes are those that API had for most of its
 * life; docs/places.md gives the rules. Members that a {@link Place} does not know are left out.
 * Stateless, thread-safe.
 */
public final class LegacyJson {

  /** Half the height of the box that the API shows around a point, in degrees. */
  private static final double VIEWPORT_DEGREES = 0.00134898;

  private static final int BYTES_A_RESULT = 1_024;

  private LegacyJson() {}

  /**
   * The answer with status {@code OK}.
   *
   * @param results in the order they are to be read; may be empty if the client asked for none
   * @param attributions credits in HTML that must be shown with these results
   */
  public static byte[] ok(List<Place> results, List<String> attributions) {
    return document("OK", results, attributions);
  }

  /** The answer when there is nothing within the radius. */
  public static byte[] zeroResults() {
    return document("ZERO_RESULTS", List.of(), List.of());
  }

  private static byte[] document(String status, List<Place> results, List<String> attributions) {
    StyledJson json = new StyledJson(BYTES_A_RESULT * (results.size() + 1));
    json.beginObject();
    json.key("html_attributions");
    json.texts(attributions);
    json.key("results");
    json.beginArray();
    for (Place place : results) {
      json.item();
      result(json, place);
    }
    json.endArray();
    json.key("status");
    json.text(status);
    json.endObject();
    return json.finish();
  }

  private static void result(StyledJson json, Place place) {
    json.beginObject();
    geometry(json, place.latitude(), place.longitude());
    member(json, "name", place.name());
    member(json, "place_id", place.id());
    json.key("plus_code");
    json.beginObject();
    member(json, "global_code", PlusCode.of(place.latitude(), place.longitude()));
    json.endObject();
    member(json, "reference", place.id());
    String scope = place.scope();
    if (scope != null) {
      member(json, "scope", scope);
    }
    json.key("types");
    json.texts(place.types());
    String vicinity = place.vicinity();
    if (vicinity != null) {
      member(json, "vicinity", vicinity);
    }
    json.endObject();
  }

  private static void geometry(StyledJson json, double latitude, double longitude) {
    json.key("geometry");
    json.beginObject();
    point(json, "location", latitude, longitude);
    json.key("viewport");
    json.beginObject();
    point(
        json,
        "northeast",
        Math.min(90, latitude + VIEWPORT_DEGREES),
        wrapped(longitude + VIEWPORT_DEGREES));
    point(
        json,
        "southwest",
        Math.max(-90, latitude - VIEWPORT_DEGREES),
        wrapped(longitude - VIEWPORT_DEGREES));
    json.endObject();
    json.endObject();
  }

  private static void point(StyledJson json, String key, double latitude, double longitude) {
    json.key(key);
    json.beginObject();
    json.key("lat");
    json.number(latitude);
    json.key("lng");
    json.number(longitude);
    json.endObject();
  }

  private static void member(StyledJson json, String key, String value) {
    json.key(key);
    json.text(value);
  }

  private static double wrapped(double longitude) {
    return longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
  }
}
