package io.herd.places;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the dumps of GeoNames ({@code cities500.txt}, {@code allCountries.txt}, a country's): 19
 * columns, separated by tabs, without header or quotes. Stateless.
 */
final class GeoNamesRows {

  /** The credit that the licence asks for. */
  static final String CREDIT =
      "Data from <a href=\"https://www.geonames.org/\">GeoNames</a>, CC BY";

  private static final int COLUMNS = 19;
  private static final int ID = 0;
  private static final int NAME = 1;
  private static final int LATITUDE = 4;
  private static final int LONGITUDE = 5;
  private static final int CLASS = 6;
  private static final int CODE = 7;
  private static final int POPULATION = 14;

  private static final List<String> LOCALITY = List.of("locality", "political");
  private static final List<String> PART = List.of("sublocality", "political");
  private static final List<String> NATURE = List.of("natural_feature", "establishment");
  private static final List<String> OTHER = List.of("point_of_interest", "establishment");

  private static final Map<String, List<String>> BY_CODE =
      Map.ofEntries(
          Map.entry("PPLX", PART),
          Map.entry("PCLI", List.of("country", "political")),
          Map.entry("ADM1", List.of("administrative_area_level_1", "political")),
          Map.entry("ADM2", List.of("administrative_area_level_2", "political")),
          Map.entry("AIRP", establishment("airport")),
          Map.entry("CH", establishment("church", "place_of_worship")),
          Map.entry("HSP", establishment("hospital", "health")),
          Map.entry("HTL", establishment("lodging")),
          Map.entry("LIBR", establishment("library")),
          Map.entry("MALL", establishment("shopping_mall")),
          Map.entry("MSQE", establishment("mosque", "place_of_worship")),
          Map.entry("MUS", establishment("museum")),
          Map.entry("PO", establishment("post_office")),
          Map.entry("PRK", establishment("park")),
          Map.entry("REST", establishment("restaurant", "food")),
          Map.entry("RSTN", establishment("train_station", "transit_station")),
          Map.entry("SCH", establishment("school")),
          Map.entry("STDM", establishment("stadium")),
          Map.entry("UNIV", establishment("university")),
          Map.entry("ZOO", establishment("zoo")));

  private static final Map<String, List<String>> BY_CLASS =
      Map.of("P", LOCALITY, "A", List.of("political"), "T", NATURE, "H", NATURE, "V", NATURE);

  private GeoNamesRows() {}

  private static List<String> establishment(String... types) {
    return Stream.concat(Stream.of(types), OTHER.stream()).toList();
  }

  /** Whether a file that begins with this line is such a dump. */
  static boolean begins(String line) {
    String[] cells = line.split("\t", -1);
    return cells.length == COLUMNS
        && cells[ID].matches("\\d+")
        && cells[LATITUDE].matches("-?\\d{1,2}(\\.\\d+)?")
        && cells[LONGITUDE].matches("-?\\d{1,3}(\\.\\d+)?");
  }

  static void read(BufferedReader in, FileRows rows) throws IOException {
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (!line.isBlank()) {
        String[] cells = line.split("\t", -1);
        rows.add(number, () -> row(cells));
      }
    }
  }

  private static FileRow row(String[] cells) {
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("has " + cells.length + " columns, must have " + COLUMNS);
    }
    List<String> types = BY_CODE.get(cells[CODE]);
    if (types == null) {
      types = BY_CLASS.getOrDefault(cells[CLASS], OTHER);
    }
    return new FileRow(
        FileRow.degrees("latitude", cells[LATITUDE]),
        FileRow.degrees("longitude", cells[LONGITUDE]),
        cells[NAME],
        cells[ID].isEmpty() ? null : cells[ID],
        types,
        types.equals(LOCALITY) ? cells[NAME] : null,
        FileRow.weight(cells[POPULATION]));
  }
}
