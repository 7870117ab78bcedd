package io.herd.testkit.places;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nearby Search (Legacy). Immutable. */
final class FakeGoogleLegacy implements FakeService {

  private static final int PAGE = 20;
  private static final BigDecimal HALF_VIEWPORT = new BigDecimal("0.0013490");
  private static final Pattern LOCATION =
      Pattern.compile("(-?\\d{1,2}(?:\\.\\d+)?),(-?\\d{1,3}(?:\\.\\d+)?)");
  private static final Pattern RADIUS = Pattern.compile("[1-9]\\d{0,4}");

  @Override
  public String path() {
    return "/maps/api/place/nearbysearch/json";
  }

  @Override
  public FakeReply answer(FakeCall call, FakeWorld world) {
    Matcher location = LOCATION.matcher(call.parameter("location"));
    String radius = call.parameter("radius");
    if (call.parameter("key").isEmpty()) {
      return says(Fault.SAYS_DENIED, call);
    }
    if (!call.method().equals("GET")
        || !location.matches()
        || !RADIUS.matcher(radius).matches()
        || Integer.parseInt(radius) > 50_000) {
      return says(Fault.SAYS_INVALID, call);
    }
    List<FakePlace> places =
        world.around(
            Double.parseDouble(location.group(1)),
            Double.parseDouble(location.group(2)),
            Integer.parseInt(radius),
            PAGE);
    return FakeReply.json(200, body(places, world.places() > PAGE, world.layout()));
  }

  static String body(List<FakePlace> places, boolean hasMore, Layout layout) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("html_attributions", List.of());
    if (hasMore && !places.isEmpty()) {
      tree.put("next_page_token", "fake-token-" + "x".repeat(120));
    }
    List<Object> results = new ArrayList<>();
    places.forEach(place -> results.add(result(place)));
    tree.put("results", results);
    tree.put("status", places.isEmpty() ? "ZERO_RESULTS" : "OK");
    return JsonText.of(tree, layout);
  }

  private static Map<String, Object> result(FakePlace place) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("business_status", "OPERATIONAL");
    Map<String, Object> viewport = new LinkedHashMap<>();
    viewport.put("northeast", point(place, HALF_VIEWPORT));
    viewport.put("southwest", point(place, HALF_VIEWPORT.negate()));
    Map<String, Object> geometry = new LinkedHashMap<>();
    geometry.put("location", point(place, BigDecimal.ZERO));
    geometry.put("viewport", viewport);
    result.put("geometry", geometry);
    result.put("icon", "https://icons.example/" + place.number() + ".png");
    result.put("name", place.name());
    result.put("opening_hours", place.isEven() ? Map.of() : Map.of("open_now", true));
    if (place.isEven()) {
      Map<String, Object> photo = new LinkedHashMap<>();
      photo.put("height", 3_024);
      photo.put("html_attributions", List.of("<a href=\"https://people.example/1\">A Person</a>"));
      photo.put("photo_reference", "fake-photo-" + "y".repeat(150));
      photo.put("width", 4_032);
      result.put("photos", List.of(photo));
    }
    result.put("place_id", place.id());
    result.put("rating", new BigDecimal(place.isEven() ? "4" : "4.3"));
    result.put("reference", place.id());
    result.put("scope", "GOOGLE");
    result.put(
        "types",
        place.isEven()
            ? List.of("cafe", "food")
            : List.of("restaurant", "bar", "food", "night_club", "point_of_interest", "store"));
    result.put("user_ratings_total", 7 * place.number());
    result.put("vicinity", place.number() + " Fake Street, [results], {Town}");
    return result;
  }

  private static Map<String, Object> point(FakePlace place, BigDecimal shift) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("lat", place.latitude().add(shift));
    point.put("lng", place.longitude().add(shift));
    return point;
  }

  @Override
  public FakeReply says(Fault fault, FakeCall call) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (fault) {
      case SAYS_DENIED ->
          tree.put(
              "error_message",
              "This address is not authorized to use this key. Request received from IP address"
                  + " 203.0.113.7, with key "
                  + call.parameter("key"));
      case SAYS_NOT_ENABLED ->
          tree.put("error_message", "That is a legacy API, which this project has not enabled.");
      case SAYS_QUOTA -> tree.put("error_message", "The quota of this project is used up.");
      default -> {}
    }
    tree.put("html_attributions", List.of());
    tree.put("results", List.of());
    tree.put(
        "status",
        switch (fault) {
          case SAYS_INVALID -> "INVALID_REQUEST";
          case SAYS_QUOTA -> "OVER_QUERY_LIMIT";
          case SAYS_DENIED, SAYS_NOT_ENABLED -> "REQUEST_DENIED";
          default -> "UNKNOWN_ERROR";
        });
    return FakeReply.json(200, JsonText.of(tree, Layout.B));
  }
}
