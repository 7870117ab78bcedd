package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsmTypesTest {

  @ParameterizedTest
  @CsvSource({
    "amenity=restaurant, restaurant food",
    "amenity=bar;restaurant, bar",
    "amenity=bench, ''",
    "amenity=bench tourism=museum, museum",
    "amenity=cafe shop=books, cafe food",
    "amenity=school, school",
    "amenity=school isced:level=1, primary_school school",
    "amenity=school isced:level=2;3, secondary_school school",
    "amenity=school isced:level=9, school",
    "amenity=place_of_worship, place_of_worship",
    "amenity=place_of_worship religion=muslim, mosque place_of_worship",
    "amenity=place_of_worship religion=pastafarian, place_of_worship",
    "amenity=charging_station, ''",
    "shop=shoes, shoe_store store",
    "shop=anything, store",
    "historic=ruins, tourist_attraction",
    "railway=station, train_station transit_station",
    "railway=station station=subway, subway_station transit_station",
    "railway=station station=light_rail, train_station transit_station",
    "aeroway=aerodrome, airport",
    "office=government, local_government_office",
    "highway=residential, ''"
  })
  void tagsMeanTypes(String tags, String types) {
    Map<String, String> map = new HashMap<>();
    for (String tag : tags.split(" ")) {
      map.put(tag.substring(0, tag.indexOf('=')), tag.substring(tag.indexOf('=') + 1));
    }
    String all = types + (types.isEmpty() ? "" : " ") + "point_of_interest establishment";
    assertEquals(List.of(all.split(" ")), OsmTypes.of(map::get));
  }
}
