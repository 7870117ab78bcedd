package io.herd.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prints places of Google's Places API (New) in the legacy form. What is not there, or not of the
 * form it should have, is left out. Stateless, thread-safe.
 */
final class NewToLegacy {

  private static final Set<String> BUSINESS_STATUSES =
      Set.of("OPERATIONAL", "CLOSED_TEMPORARILY", "CLOSED_PERMANENTLY");

  private static final Map<String, Integer> PRICE_LEVELS =
      Map.of(
          "PRICE_LEVEL_FREE", 0,
          "PRICE_LEVEL_INEXPENSIVE", 1,
          "PRICE_LEVEL_MODERATE", 2,
          "PRICE_LEVEL_EXPENSIVE", 3,
          "PRICE_LEVEL_VERY_EXPENSIVE", 4);

  private static final int BYTES_A_RESULT = 2_048;

  private NewToLegacy() {}

  /** The answer with status {@code OK} and the first of these places. */
  static byte[] document(JsonNode places, int resultsMax) {
    List<JsonNode> results = new ArrayList<>();
    Set<String> credits = new LinkedHashSet<>();
    for (JsonNode place : places) {
      if (results.size() < resultsMax) {
        results.add(place);
        for (JsonNode credit : place.path("attributions")) {
          credits.add(link(credit.path("providerUri").asText(), credit.path("provider").asText()));
        }
      }
    }
    StyledJson json = new StyledJson(BYTES_A_RESULT * (results.size() + 1));
    json.beginObject();
    json.key("html_attributions");
    json.texts(List.copyOf(credits));
    json.key("results");
    json.beginArray();
    for (JsonNode place : results) {
      json.item();
      result(json, place);
    }
    json.endArray();
    json.key("status");
    json.text("OK");
    json.endObject();
    return json.finish();
  }

  /** Members in the order that the form wants. */
  private static void result(StyledJson json, JsonNode place) {
    json.beginObject();
    String businessStatus = place.path("businessStatus").asText();
    if (BUSINESS_STATUSES.contains(businessStatus)) {
      json.key("business_status");
      json.text(businessStatus);
    }
    geometry(json, place);
    text(json, "icon_background_color", place.path("iconBackgroundColor"));
    text(json, "icon_mask_base_uri", place.path("iconMaskBaseUri"));
    text(json, "name", place.path("displayName").path("text"));
    openingHours(json, place);
    photos(json, place.path("photos").path(0));
    text(json, "place_id", place.path("id"));
    plusCode(json, place.path("plusCode"));
    Integer priceLevel = PRICE_LEVELS.get(place.path("priceLevel").asText());
    if (priceLevel != null) {
      json.key("price_level");
      json.number(priceLevel);
    }
    number(json, "rating", place.path("rating"));
    text(json, "reference", place.path("id"));
    json.key("scope");
    json.text("GOOGLE");
    if (place.path("types").isArray()) {
      json.key("types");
      json.texts(types(place.path("types")));
    }
    number(json, "user_ratings_total", place.path("userRatingCount"));
    text(json, "vicinity", place.path("shortFormattedAddress"));
    json.endObject();
  }

  private static void geometry(StyledJson json, JsonNode place) {
    JsonNode location = place.path("location");
    JsonNode northEast = place.path("viewport").path("high");
    JsonNode southWest = place.path("viewport").path("low");
    boolean hasViewport = isPoint(northEast) && isPoint(southWest);
    if (!isPoint(location) && !hasViewport) {
      return;
    }
    json.key("geometry");
    json.beginObject();
    point(json, "location", location);
    if (hasViewport) {
      json.key("viewport");
      json.beginObject();
      point(json, "northeast", northEast);
      point(json, "southwest", southWest);
      json.endObject();
    }
    json.endObject();
  }

  /** Whether it is a point; the service leaves out a coordinate that is 0. */
  private static boolean isPoint(JsonNode point) {
    return point.path("latitude").isNumber() || point.path("longitude").isNumber();
  }

  private static void point(StyledJson json, String key, JsonNode point) {
    if (isPoint(point)) {
      json.key(key);
      json.beginObject();
      json.key("lat");
      json.number(finite(point.path("latitude")));
      json.key("lng");
      json.number(finite(point.path("longitude")));
      json.endObject();
    }
  }

  private static void openingHours(StyledJson json, JsonNode place) {
    JsonNode current = place.path("currentOpeningHours").path("openNow");
    JsonNode open =
        current.isBoolean() ? current : place.path("regularOpeningHours").path("openNow");
    if (open.isBoolean()) {
      json.key("opening_hours");
      json.beginObject();
      json.key("open_now");
      json.truth(open.booleanValue());
      json.endObject();
    }
  }

  private static void photos(StyledJson json, JsonNode photo) {
    if (!photo.path("name").isTextual()) {
      return;
    }
    json.key("photos");
    json.beginArray();
    json.item();
    json.beginObject();
    number(json, "height", photo.path("heightPx"));
    List<String> authors = new ArrayList<>();
    for (JsonNode author : photo.path("authorAttributions")) {
      authors.add(link(author.path("uri").asText(), author.path("displayName").asText()));
    }
    json.key("html_attributions");
    json.texts(authors);
    text(json, "photo_reference", photo.path("name"));
    number(json, "width", photo.path("widthPx"));
    json.endObject();
    json.endArray();
  }

  private static void plusCode(StyledJson json, JsonNode plusCode) {
    if (plusCode.path("globalCode").isTextual() || plusCode.path("compoundCode").isTextual()) {
      json.key("plus_code");
      json.beginObject();
      text(json, "compound_code", plusCode.path("compoundCode"));
      text(json, "global_code", plusCode.path("globalCode"));
      json.endObject();
    }
  }

  private static List<String> types(JsonNode types) {
    Set<String> result = new LinkedHashSet<>();
    for (JsonNode type : types) {
      result.add(type.asText());
    }
    if (!result.contains("political")) {
      result.add("point_of_interest");
      result.add("establishment");
    }
    return List.copyOf(result);
  }

  private static void text(StyledJson json, String key, JsonNode value) {
    if (value.isTextual()) {
      json.key(key);
      json.text(value.textValue());
    }
  }

  private static void number(StyledJson json, String key, JsonNode value) {
    if (value.isNumber()) {
      json.key(key);
      json.number(finite(value));
    }
  }

  private static double finite(JsonNode number) {
    double value = number.doubleValue();
    return Double.isFinite(value) ? value : 0;
  }

  /** A link in HTML, or the name alone if the address is not one that a browser goes to. */
  private static String link(String uri, String name) {
    String text = html(name);
    return uri.startsWith("https://") || uri.startsWith("http://") || uri.startsWith("//")
        ? "<a href=\"" + html(uri) + "\">" + text + "</a>"
        : text;
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
