package io.herd.testkit.places;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places API (New), {@code places:searchNearby}. Immutable. */
final class FakeGoogleNew implements FakeService {

  private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?)";
  private static final Pattern QUESTION =
      Pattern.compile(
          "\\{\"locationRestriction\":\\{\"circle\":\\{\"center\":\\{\"latitude\":"
              + NUMBER
              + ",\"longitude\":"
              + NUMBER
              + "},\"radius\":"
              + NUMBER
              + "}},\"maxResultCount\":(\\d+),\"rankPreference\":\"(?:POPULARITY|DISTANCE)\"}");

  @Override
  public String path() {
    return "/v1/places:searchNearby";
  }

  @Override
  public FakeReply answer(FakeCall call, FakeWorld world) {
    if (call.header("x-goog-api-key").isEmpty()) {
      return says(Fault.SAYS_DENIED, call);
    }
    Matcher question = QUESTION.matcher(call.body());
    if (!question.matches()
        || !call.method().equals("POST")
        || call.header("x-goog-fieldmask").isEmpty()) {
      return says(Fault.SAYS_INVALID, call);
    }
    double radius = Double.parseDouble(question.group(3));
    int max = Integer.parseInt(question.group(4));
    if (radius <= 0 || radius > 50_000 || max < 1 || max > 20) {
      return says(Fault.SAYS_INVALID, call);
    }
    List<FakePlace> places =
        world.around(
            Double.parseDouble(question.group(1)),
            Double.parseDouble(question.group(2)),
            radius,
            max);
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!places.isEmpty()) {
      List<Object> list = new ArrayList<>();
      places.forEach(place -> list.add(masked(place(place), call.header("x-goog-fieldmask"))));
      tree.put("places", list);
    }
    return FakeReply.json(200, JsonText.of(tree, Layout.A));
  }

  private static Map<String, Object> place(FakePlace place) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", "places/" + place.id());
    result.put("id", place.id());
    result.put("types", place.isEven() ? List.of("cafe", "store") : List.of("park"));
    result.put("location", point(place));
    result.put("viewport", viewport(place));
    result.put("rating", 4.25);
    result.put("plusCode", Map.of("globalCode", "FAKE+" + place.number()));
    result.put("businessStatus", place.isEven() ? "OPERATIONAL" : "FUTURE_OPENING");
    result.put("userRatingCount", 7 * place.number());
    result.put("priceLevel", place.isEven() ? "PRICE_LEVEL_FREE" : "PRICE_LEVEL_UNSPECIFIED");
    result.put("iconMaskBaseUri", "https://icons.example/" + place.number());
    result.put("iconBackgroundColor", "#7B9EB0");
    result.put("displayName", members("text", place.name(), "languageCode", "en"));
    result.put("currentOpeningHours", Map.of("openNow", place.isEven()));
    result.put("shortFormattedAddress", place.number() + " Fake Street, Town");
    if (place.isEven()) {
      Map<String, Object> photo = new LinkedHashMap<>();
      photo.put("name", "places/" + place.id() + "/photos/1");
      photo.put("widthPx", 4_032);
      photo.put("heightPx", 3_024);
      photo.put(
          "authorAttributions",
          List.of(members("displayName", "A <Person>", "uri", "//people.example/1?a&b")));
      result.put("photos", List.of(photo));
    } else {
      result.put(
          "attributions",
          List.of(members("provider", "Fake & Co", "providerUri", "https://fake.example/")));
    }
    return result;
  }

  private static Map<String, Object> point(FakePlace place) {
    return members("latitude", place.latitude(), "longitude", place.longitude());
  }

  private static Map<String, Object> viewport(FakePlace place) {
    return members("low", point(place), "high", point(place));
  }

  private static Map<String, Object> members(
      String first, Object firstValue, String second, Object secondValue) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(first, firstValue);
    members.put(second, secondValue);
    return members;
  }

  private static Map<String, Object> masked(Map<String, Object> place, String mask) {
    List<String> paths = List.of(mask.split(",", -1));
    place
        .keySet()
        .removeIf(
            key ->
                paths.stream().noneMatch(path -> (path + ".").startsWith("places." + key + ".")));
    return place;
  }

  @Override
  public FakeReply says(Fault fault, FakeCall call) {
    int code =
        switch (fault) {
          case SAYS_QUOTA -> 429;
          case SAYS_DENIED -> 400;
          case SAYS_NOT_ENABLED -> 403;
          case SAYS_INVALID -> 400;
          default -> 503;
        };
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", "Request from 203.0.113.7 with key " + call.header("x-goog-api-key"));
    if (fault == Fault.SAYS_DENIED) {
      error.put("details", List.of(Map.of("reason", "API_KEY_INVALID")));
    }
    return FakeReply.json(code, JsonText.of(Map.of("error", error), Layout.A));
  }
}
