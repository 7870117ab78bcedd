package io.herd.places;

import com.fasterxml.jackson.databind.JsonNode;
import io.herd.spi.PlacesException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes places of what an Overpass server lists. Stateless. */
final class OverpassAnswer {

  private OverpassAnswer() {}

  /** A place and how far it is, as {@link Circle} measures. */
  private record Found(Place place, double haversine) {}

  /**
   * The places within a circle, the nearest first. Elements without name or point are left out.
   *
   * @throws PlacesException if the document is not such an answer, or says that it is not complete
   */
  static List<Place> places(byte[] document, Circle circle) {
    JsonNode tree = Json.object(document);
    if (tree.has("remark")) {
      // time or memory ended before the search did, which the HTTP status does not tell
      throw Json.notUnderstood("the server did not finish its search");
    }
    if (!tree.path("elements").isArray()) {
      throw Json.notUnderstood("the answer is not one of Overpass");
    }
    List<Found> found = new ArrayList<>();
    for (JsonNode element : tree.path("elements")) {
      Place place = place(element);
      if (place != null) {
        double haversine = circle.haversine(place.latitude(), place.longitude());
        if (haversine <= circle.haversineMax()) {
          found.add(new Found(place, haversine));
        }
      }
    }
    found.sort(Comparator.comparingDouble(Found::haversine));
    return found.stream().map(Found::place).toList();
  }

  private static @Nullable Place place(JsonNode element) {
    JsonNode tags = element.path("tags");
    JsonNode point = element.has("center") ? element.path("center") : element;
    double latitude = point.path("lat").asDouble(Double.NaN);
    double longitude = point.path("lon").asDouble(Double.NaN);
    String name = tags.path("name").asText();
    boolean isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    if (name.isBlank() || !isOnEarth) {
      return null;
    }
    String id = "osm:" + element.path("type").asText() + "/" + element.path("id").asText();
    Place.Builder place =
        Place.builder(id, name)
            .point(latitude, longitude)
            .scope("OSM")
            .types(OsmTypes.of(key -> tags.path(key).textValue()));
    String vicinity = vicinity(tags);
    if (!vicinity.isEmpty()) {
      place.vicinity(vicinity);
    }
    return place.build();
  }

  private static String vicinity(JsonNode tags) {
    String street = tags.path("addr:street").asText();
    String number = tags.path("addr:housenumber").asText();
    String city = tags.path("addr:city").asText();
    String first = number.isEmpty() || street.isEmpty() ? street : number + " " + street;
    return first.isEmpty() || city.isEmpty() ? first + city : first + ", " + city;
  }
}
