package io.herd.places;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What OpenStreetMap's tags mean in the types of the Places API. Of several tags the first in the
 * order of {@link #KEYS} that has a row counts; {@code *} is any other value. Stateless.
 */
final class OsmTypes {

  /** The keys that make a place worth listing. */
  static final List<String> KEYS =
      List.of("amenity", "shop", "tourism", "leisure", "historic", "railway", "aeroway", "office");

  private static final Map<String, List<String>> ROWS =
      rows(
          """
          amenity=restaurant: restaurant food
          amenity=fast_food: meal_takeaway restaurant food
          amenity=cafe: cafe food
          amenity=bar: bar
          amenity=pub: bar
          amenity=biergarten: bar
          amenity=nightclub: night_club
          amenity=ice_cream: food store
          amenity=food_court: food
          amenity=university: university
          amenity=college: university
          amenity=school: school
          amenity=school 1: primary_school school
          amenity=school 2: secondary_school school
          amenity=kindergarten: school
          amenity=library: library
          amenity=hospital: hospital health
          amenity=clinic: doctor health
          amenity=doctors: doctor health
          amenity=dentist: dentist health
          amenity=pharmacy: pharmacy health store
          amenity=veterinary: veterinary_care
          amenity=bank: bank finance
          amenity=atm: atm finance
          amenity=bureau_de_change: finance
          amenity=fuel: gas_station
          amenity=parking: parking
          amenity=car_rental: car_rental
          amenity=car_wash: car_wash
          amenity=bus_station: bus_station transit_station
          amenity=taxi: taxi_stand
          amenity=ferry_terminal: transit_station
          amenity=place_of_worship: place_of_worship
          amenity=place_of_worship christian: church place_of_worship
          amenity=place_of_worship muslim: mosque place_of_worship
          amenity=place_of_worship jewish: synagogue place_of_worship
          amenity=place_of_worship hindu: hindu_temple place_of_worship
          amenity=police: police
          amenity=fire_station: fire_station
          amenity=post_office: post_office
          amenity=townhall: city_hall local_government_office
          amenity=courthouse: courthouse
          amenity=embassy: embassy
          amenity=cinema: movie_theater
          amenity=casino: casino
          amenity=arts_centre: art_gallery
          amenity=grave_yard: cemetery
          shop=supermarket: supermarket grocery_or_supermarket food store
          shop=convenience: convenience_store food store
          shop=bakery: bakery food store
          shop=department_store: department_store store
          shop=mall: shopping_mall
          shop=clothes: clothing_store store
          shop=shoes: shoe_store store
          shop=books: book_store store
          shop=electronics: electronics_store store
          shop=furniture: furniture_store store
          shop=hardware: hardware_store store
          shop=doityourself: hardware_store store
          shop=florist: florist store
          shop=jewelry: jewelry_store store
          shop=alcohol: liquor_store store
          shop=bicycle: bicycle_store store
          shop=car: car_dealer store
          shop=car_repair: car_repair
          shop=hairdresser: hair_care
          shop=beauty: beauty_salon
          shop=laundry: laundry
          shop=pet: pet_store store
          shop=travel_agency: travel_agency
          shop=*: store
          tourism=hotel: lodging
          tourism=motel: lodging
          tourism=hostel: lodging
          tourism=guest_house: lodging
          tourism=apartment: lodging
          tourism=camp_site: campground
          tourism=caravan_site: rv_park
          tourism=museum: museum
          tourism=gallery: art_gallery
          tourism=zoo: zoo
          tourism=aquarium: aquarium
          tourism=theme_park: amusement_park
          tourism=attraction: tourist_attraction
          tourism=viewpoint: tourist_attraction
          leisure=park: park
          leisure=garden: park
          leisure=nature_reserve: park
          leisure=fitness_centre: gym health
          leisure=sports_centre: gym
          leisure=stadium: stadium
          leisure=bowling_alley: bowling_alley
          historic=*: tourist_attraction
          railway=station: train_station transit_station
          railway=halt: train_station transit_station
          railway=station subway: subway_station transit_station
          railway=subway_entrance: subway_station transit_station
          railway=tram_stop: light_rail_station transit_station
          aeroway=aerodrome: airport
          office=lawyer: lawyer
          office=estate_agent: real_estate_agency
          office=insurance: insurance_agency
          office=accountant: accounting
          office=travel_agent: travel_agency
          office=government: local_government_office
          """);

  /** Where a value has rows of its own for what another tag says. */
  private static final Map<String, String> NARROWED_BY =
      Map.of(
          "amenity=school", "isced:level",
          "amenity=place_of_worship", "religion",
          "railway=station", "station");

  private OsmTypes() {}

  /**
   * The types of a place.
   *
   * @param tag the value of a tag, or null where there is none
   */
  static List<String> of(Function<String, @Nullable String> tag) {
    List<String> types = new ArrayList<>();
    for (String key : KEYS) {
      String value = first(tag.apply(key));
      if (value != null) {
        List<String> row = row(key, value, tag);
        if (row != null) {
          types.addAll(row);
          break;
        }
      }
    }
    types.add("point_of_interest");
    types.add("establishment");
    return types;
  }

  private static @Nullable List<String> row(
      String key, String value, Function<String, @Nullable String> tag) {
    String row = key + "=" + value;
    String narrowing = NARROWED_BY.get(row);
    String narrower = narrowing == null ? null : first(tag.apply(narrowing));
    List<String> types = narrower == null ? null : ROWS.get(row + " " + narrower);
    if (types == null) {
      types = ROWS.get(row);
    }
    return types == null ? ROWS.get(key + "=*") : types;
  }

  /** The first of several values, which mappers separate by semicolons. */
  private static @Nullable String first(@Nullable String values) {
    if (values == null) {
      return null;
    }
    int end = values.indexOf(';');
    return (end < 0 ? values : values.substring(0, end)).strip();
  }

  private static Map<String, List<String>> rows(String table) {
    Map<String, List<String>> rows = new HashMap<>();
    for (String line : table.split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        rows.put(line.substring(0, colon), List.of(line.substring(colon + 2).split(" ", -1)));
      }
    }
    return rows;
  }
}
