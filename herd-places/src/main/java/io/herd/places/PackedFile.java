package io.herd.places;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.places.PlaceKind.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one packed file of places; docs/places.md describes the format. The file is ours and comes
 * with the jar, so that a damaged one is an error of the build: it ends loading. One thread.
 */
final class PackedFile {

  private static final byte[] MAGIC = "HERDPLC1".getBytes(US_ASCII);

  /** Prominence of a place of unknown population: the least that gets a town into the list, 500. */
  private static final int PROMINENCE_UNKNOWN = 2_700;

  private static final int VICINITY_OWN_NAME = 0;
  private static final int VICINITY_UNKNOWN = 1;
  private static final int VICINITY_FIRST = 2;

  private final byte[] data;
  private final List<PlaceKind> kinds = new ArrayList<>();
  private final int[] vicinityTable;
  private final int size;
  private int position;

  /**
   * Reads the header.
   *
   * @param data the whole file; kept, not copied
   * @throws IllegalArgumentException if it is not such a file
   */
  PackedFile(byte[] data) {
    this.data = data;
    if (data.length < MAGIC.length
        || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException("not a packed file of places, or of another version");
    }
    position = MAGIC.length;
    String scope = text();
    String idPrefix = text();
    String credit = text();
    int kindCount = varint();
    String[] types = new String[kindCount];
    int[] prominences = new int[kindCount];
    for (int i = 0; i < kindCount; i++) {
      types[i] = text();
      prominences[i] = varint();
    }
    Source source = new Source(scope, idPrefix, credit, varint() == 1, data);
    for (int i = 0; i < kindCount; i++) {
      kinds.add(new PlaceKind(source, List.of(types[i].split(",", -1)), prominences[i]));
    }
    vicinityTable = new int[varint()];
    texts(vicinityTable, 0, vicinityTable.length);
    size = varint();
  }

  /** How many places there are. */
  int size() {
    return size;
  }

  List<PlaceKind> kinds() {
    return List.copyOf(kinds);
  }

  /**
   * Reads the columns. Once.
   *
   * @param first the index of this file's first place in the table
   * @param firstKind the index of this file's first kind in the table
   */
  void copyTo(PlaceTable table, int first, int firstKind) {
    int end = first + size;
    deltas(table.latitudes, first, end);
    deltas(table.longitudes, first, end);
    for (int i = first; i < end; i++) {
      table.kindNumbers[i] = (char) (firstKind + data[position++]);
    }
    texts(table.names, first, end);
    for (int i = first; i < end; i++) {
      table.prominences[i] = prominence(table.kinds[table.kindNumbers[i]], varint());
    }
    if (kinds.get(0).source().textIds()) {
      texts(table.ids, first, end);
    } else {
      for (int i = first; i < end; i++) {
        table.ids[i] = varint();
      }
    }
    for (int i = first; i < end; i++) {
      table.vicinities[i] = vicinity(varint(), table.names[i]);
    }
    if (position != data.length) {
      throw new IllegalArgumentException(
          "columns end at byte " + position + ", file at byte " + data.length);
    }
  }

  private static short prominence(PlaceKind kind, int population) {
    if (kind.prominence() > 0) {
      return (short) kind.prominence();
    }
    return population == 0
        ? PROMINENCE_UNKNOWN
        : (short) Math.round(1_000 * Math.log10(population));
  }

  private int vicinity(int number, int name) {
    return switch (number) {
      case VICINITY_OWN_NAME -> name;
      case VICINITY_UNKNOWN -> PlaceTable.UNKNOWN;
      default -> vicinityTable[number - VICINITY_FIRST];
    };
  }

  private void deltas(int[] column, int first, int end) {
    int value = 0;
    for (int i = first; i < end; i++) {
      int zigzag = varint();
      value += zigzag >>> 1 ^ -(zigzag & 1);
      column[i] = value;
    }
  }

  /** Notes where each text starts. */
  private void texts(int[] column, int first, int end) {
    for (int i = first; i < end; i++) {
      column[i] = position;
      skipText();
    }
  }

  private String text() {
    int start = position;
    skipText();
    return new String(data, start, position - 1 - start, UTF_8);
  }

  private void skipText() {
    while (data[position] != 0) {
      position++;
    }
    position++;
  }

  private int varint() {
    int value = 0;
    int shift = 0;
    byte b = data[position++];
    while (b < 0) {
      value |= (b & 0x7f) << shift;
      shift += 7;
      b = data[position++];
    }
    return value | b << shift;
  }
}
