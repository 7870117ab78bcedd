package io.herd.places;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which names the columns or properties of a file are found: each has several that are usual,
 * the first that is there counts. A dot goes into a nested object: {@code names.primary}.
 * Thread-safe; each {@code with} gives a changed copy.
 */
public final class FileFields {

  /** The usual names, those of GeoNames, Overture Maps, Foursquare and OpenStreetMap among them. */
  public static final FileFields USUAL =
      new FileFields(
          List.of("latitude", "lat", "y"),
          List.of("longitude", "lon", "lng", "long", "x"),
          List.of("name", "names.primary", "title", "label"),
          List.of("id", "fsq_place_id", "place_id", "geonameid", "@id", "osm_id"),
          List.of(
              "types",
              "categories.primary",
              "basic_category",
              "fsq_category_labels",
              "category",
              "categories",
              "amenity",
              "shop",
              "tourism"),
          List.of("vicinity"),
          List.of("population", "confidence", "importance"));

  /** What stands for an address where no field has it whole. */
  private static final List<String> STREETS =
      List.of("addresses.freeform", "address", "addr:street", "street");

  private static final List<String> TOWNS =
      List.of("addresses.locality", "locality", "addr:city", "city");

  private static final List<String> PLACE = List.of("point_of_interest", "establishment");
  private static final int TYPES_MAX = 8;
  private static final int TYPE_LENGTH_MAX = 64;
  private static final int KNOWN_MAX = 100_000;
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[|;,]");
  private static final Pattern BETWEEN_PATHS = Pattern.compile("[|;]|(?<=['\"]),\\s*(?=['\"])");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final List<String> latitude;
  private final List<String> longitude;
  private final List<String> name;
  private final List<String> id;
  private final List<String> types;
  private final List<String> vicinity;
  private final List<String> weight;

  /** What has been made of values before: files have few kinds and many rows. */
  private final Map<List<String>, List<String>> knownTypes = new ConcurrentHashMap<>();

  private FileFields(
      List<String> latitude,
      List<String> longitude,
      List<String> name,
      List<String> id,
      List<String> types,
      List<String> vicinity,
      List<String> weight) {
    this.latitude = latitude;
    this.longitude = longitude;
    this.name = name;
    this.id = id;
    this.types = types;
    this.vicinity = vicinity;
    this.weight = weight;
  }

  /** A row whose fields are asked for by name. */
  interface Row {
    /** The values of a field: none if it is not there, several if it is a list. */
    List<String> values(String field);
  }

  /** The same with the latitude in this field. */
  public FileFields withLatitude(String field) {
    return new FileFields(of(field), longitude, name, id, types, vicinity, weight);
  }

  /** The same with the longitude in this field. */
  public FileFields withLongitude(String field) {
    return new FileFields(latitude, of(field), name, id, types, vicinity, weight);
  }

  /** The same with the name in this field. */
  public FileFields withName(String field) {
    return new FileFields(latitude, longitude, of(field), id, types, vicinity, weight);
  }

  /** The same with the id in this field. */
  public FileFields withId(String field) {
    return new FileFields(latitude, longitude, name, of(field), types, vicinity, weight);
  }

  /** The same with the types in this field: a list, or a text with commas, bars or semicolons. */
  public FileFields withTypes(String field) {
    return new FileFields(latitude, longitude, name, id, of(field), vicinity, weight);
  }

  /** The same with the address in this field. */
  public FileFields withVicinity(String field) {
    return new FileFields(latitude, longitude, name, id, types, of(field), weight);
  }

  /** The same with how well a place is known in this field: a population, or a share up to 1. */
  public FileFields withWeight(String field) {
    return new FileFields(latitude, longitude, name, id, types, vicinity, of(field));
  }

  private static List<String> of(String field) {
    if (field.isBlank()) {
      throw new IllegalArgumentException("field is \"" + field + "\", must have a name");
    }
    return List.of(field);
  }

  /** Which of the names of the latitude, the longitude and the name a file lacks, in words. */
  @Nullable String missing(Set<String> columns, boolean hasGeometry) {
    if (!hasGeometry && latitude.stream().noneMatch(columns::contains)) {
      return "latitude (" + String.join(", ", latitude) + ")";
    }
    if (!hasGeometry && longitude.stream().noneMatch(columns::contains)) {
      return "longitude (" + String.join(", ", longitude) + ")";
    }
    return name.stream().noneMatch(columns::contains)
        ? "name (" + String.join(", ", name) + ")"
        : null;
  }

  double latitude(Row row) {
    return FileRow.degrees("latitude", text(row, latitude));
  }

  double longitude(Row row) {
    return FileRow.degrees("longitude", text(row, longitude));
  }

  /** The row at this point. */
  FileRow row(Row row, double atLatitude, double atLongitude) {
    String known = text(row, id);
    return new FileRow(
        atLatitude,
        atLongitude,
        text(row, name),
        known.isEmpty() ? null : known,
        types(row),
        vicinity(row),
        FileRow.weight(text(row, weight)));
  }

  private @Nullable String vicinity(Row row) {
    String whole = text(row, vicinity);
    if (!whole.isEmpty()) {
      return whole;
    }
    String street = text(row, STREETS);
    String town = text(row, TOWNS);
    if (street.isEmpty() || town.isEmpty()) {
      return street + town;
    }
    return street + ", " + town;
  }

  private List<String> types(Row row) {
    List<String> values = first(row, types);
    List<String> known = knownTypes.get(values);
    if (known != null) {
      return known;
    }
    Set<String> words = new LinkedHashSet<>();
    for (String value : values) {
      for (String part : parts(value)) {
        String word = word(part);
        if (!word.isEmpty() && word.length() <= TYPE_LENGTH_MAX && words.size() < TYPES_MAX) {
          words.add(word);
        }
      }
    }
    if (!words.contains("political")) {
      words.addAll(PLACE);
    }
    List<String> read = List.copyOf(words);
    if (knownTypes.size() < KNOWN_MAX) {
      knownTypes.put(values, read);
    }
    return read;
  }

  /** The items of a list in one text; paths of categories may have commas in their names. */
  private static String[] parts(String value) {
    boolean isList = value.startsWith("[") && value.endsWith("]");
    String list = isList ? value.substring(1, value.length() - 1) : value;
    return (list.indexOf('>') >= 0 ? BETWEEN_PATHS : BETWEEN_WORDS).split(list);
  }

  /** {@code Dining and Drinking > Coffee Shop} is {@code coffee_shop}. */
  private static String word(String part) {
    String narrowest = part.substring(part.lastIndexOf('>') + 1).toLowerCase(Locale.ROOT);
    String joined = NO_LETTERS.matcher(narrowest).replaceAll("_");
    int from = joined.startsWith("_") ? 1 : 0;
    int to = joined.length() - (joined.length() > from && joined.endsWith("_") ? 1 : 0);
    return joined.substring(from, to);
  }

  private static String text(Row row, List<String> names) {
    List<String> values = first(row, names);
    return values.isEmpty() ? "" : values.get(0).strip();
  }

  private static List<String> first(Row row, List<String> names) {
    for (String name : names) {
      List<String> values = row.values(name);
      if (!values.isEmpty() && !values.get(0).isBlank()) {
        return values;
      }
    }
    return List.of();
  }
}
