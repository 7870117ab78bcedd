package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.places.PlaceKind.Source;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * Places in columns, a few bytes each: texts stay in the packed files' bytes until somebody asks
 * for them. Filled by one thread, then never changed and thread-safe.
 */
final class PlaceTable {

  /** Stands in {@link #vicinities} and among textual {@link #ids} for what is not known. */
  static final int UNKNOWN = -1;

  /** Coordinates are kept in this part of a degree, about one metre. */
  static final int UNITS_A_DEGREE = 100_000;

  final int[] latitudes;
  final int[] longitudes;
  final short[] prominences;

  /** Indexes into {@link #kinds}. */
  final char[] kindNumbers;

  /** Offsets into the source's data. */
  final int[] names;

  /** Offsets into the source's data, or {@link #UNKNOWN}. */
  final int[] vicinities;

  /** Offsets into the source's data or numbers, as the source has it; no number is 0. */
  final int[] ids;

  final PlaceKind[] kinds;

  PlaceTable(int size, PlaceKind[] kinds) {
    this.latitudes = new int[size];
    this.longitudes = new int[size];
    this.prominences = new short[size];
    this.kindNumbers = new char[size];
    this.names = new int[size];
    this.vicinities = new int[size];
    this.ids = new int[size];
    this.kinds = kinds;
  }

  /** As many of the other's places as there is room for, with other kinds. */
  PlaceTable(PlaceTable other, int size, PlaceKind[] kinds) {
    this.latitudes = Arrays.copyOf(other.latitudes, size);
    this.longitudes = Arrays.copyOf(other.longitudes, size);
    this.prominences = Arrays.copyOf(other.prominences, size);
    this.kindNumbers = Arrays.copyOf(other.kindNumbers, size);
    this.names = Arrays.copyOf(other.names, size);
    this.vicinities = Arrays.copyOf(other.vicinities, size);
    this.ids = Arrays.copyOf(other.ids, size);
    this.kinds = kinds;
  }

  int size() {
    return latitudes.length;
  }

  /** Decimal degrees: the double nearest to the decimal number of five places. */
  double latitude(int index) {
    return latitudes[index] / (double) UNITS_A_DEGREE;
  }

  double longitude(int index) {
    return longitudes[index] / (double) UNITS_A_DEGREE;
  }

  Source source(int index) {
    return kinds[kindNumbers[index]].source();
  }

  Place place(int index) {
    PlaceKind kind = kinds[kindNumbers[index]];
    Source source = kind.source();
    Place.Builder builder =
        Place.builder(source.idPrefix() + id(source, index), text(source, names[index]))
            .point(latitude(index), longitude(index))
            .types(kind.types())
            .scope(source.scope());
    if (vicinities[index] != UNKNOWN) {
      builder.vicinity(text(source, vicinities[index]));
    }
    return builder.build();
  }

  /** The same places in another order. */
  PlaceTable inOrder(int[] order) {
    PlaceTable result = new PlaceTable(size(), kinds);
    for (int to = 0; to < order.length; to++) {
      int from = order[to];
      result.latitudes[to] = latitudes[from];
      result.longitudes[to] = longitudes[from];
      result.prominences[to] = prominences[from];
      result.kindNumbers[to] = kindNumbers[from];
      result.names[to] = names[from];
      result.vicinities[to] = vicinities[from];
      result.ids[to] = ids[from];
    }
    return result;
  }

  private String id(Source source, int index) {
    if (ids[index] == (source.textIds() ? UNKNOWN : 0)) {
      return checksum(source, index);
    }
    return source.textIds() ? text(source, ids[index]) : Integer.toString(ids[index]);
  }

  /** The id of a place that its source has not numbered: it lasts while point and name do. */
  private String checksum(Source source, int index) {
    CRC32 crc = new CRC32();
    String point = latitudes[index] + "," + longitudes[index] + ",";
    crc.update(point.getBytes(UTF_8));
    crc.update(text(source, names[index]).getBytes(UTF_8));
    return "x" + HexFormat.of().toHexDigits(crc.getValue(), 8);
  }

  private static String text(Source source, int offset) {
    byte[] data = source.data();
    int end = offset;
    while (data[end] != 0) {
      end++;
    }
    return new String(data, offset, end - offset, UTF_8);
  }
}
