package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.places.PlaceKind.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the rows of a file for an index: some 24 bytes each, and their texts. One thread. */
final class FileTable {

  /** Texts that many rows share, like towns and streets, are looked for among so many. */
  private static final int SHARED_MAX = 100_000;

  /** Kinds are numbered by a char; rows beyond have no types. */
  private static final int KINDS_MAX = Character.MAX_VALUE;

  private final Map<List<String>, Integer> kinds = new HashMap<>();
  private final List<List<String>> types = new ArrayList<>();
  private final Map<String, Integer> shared = new HashMap<>();
  private byte[] texts = new byte[1 << 16];
  private int textsEnd;
  private PlaceTable columns = new PlaceTable(1 << 12, new PlaceKind[0]);
  private int size;

  FileTable() {
    kind(List.of());
  }

  int size() {
    return size;
  }

  void add(FileRow row) {
    if (size == columns.size()) {
      columns = new PlaceTable(columns, size + (size >> 1), columns.kinds);
    }
    int at = size;
    columns.latitudes[at] = units(row.latitude());
    columns.longitudes[at] = units(row.longitude());
    columns.prominences[at] = row.prominence();
    columns.kindNumbers[at] = (char) kind(row.types());
    columns.names[at] = text(row.name());
    columns.ids[at] = row.id() == null ? PlaceTable.UNKNOWN : text(row.id());
    columns.vicinities[at] = sharedText(row.vicinity());
    size++;
  }

  /** The index over all rows. The table is of no use afterwards. */
  PlaceGrid index(String scope, String idPrefix, String credit) {
    Source source = new Source(scope, idPrefix, credit, true, Arrays.copyOf(texts, textsEnd));
    PlaceKind[] all =
        types.stream().map(each -> new PlaceKind(source, each, 0)).toArray(PlaceKind[]::new);
    return new PlaceGrid(new PlaceTable(columns, size, all));
  }

  private static int units(double degrees) {
    return (int) Math.round(degrees * PlaceTable.UNITS_A_DEGREE);
  }

  private int kind(List<String> ofRow) {
    Integer known = kinds.get(ofRow);
    if (known != null) {
      return known;
    }
    if (types.size() == KINDS_MAX) {
      return 0;
    }
    types.add(ofRow);
    kinds.put(ofRow, types.size() - 1);
    return types.size() - 1;
  }

  private int sharedText(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return PlaceTable.UNKNOWN;
    }
    Integer known = shared.get(text);
    if (known != null) {
      return known;
    }
    int offset = text(text);
    if (shared.size() < SHARED_MAX) {
      shared.put(text, offset);
    }
    return offset;
  }

  /** Texts end with a zero byte, which they cannot contain. */
  private int text(String text) {
    byte[] bytes = text.strip().replace('\0', ' ').getBytes(UTF_8);
    if (texts.length - textsEnd <= bytes.length) {
      long wanted = Math.max(texts.length * 3L / 2, textsEnd + bytes.length + 1L);
      if (textsEnd + bytes.length + 1L > Integer.MAX_VALUE - 8) {
        throw new IllegalStateException("the texts have more than 2 GiB");
      }
      texts = Arrays.copyOf(texts, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
    int offset = textsEnd;
    System.arraycopy(bytes, 0, texts, offset, bytes.length);
    textsEnd = offset + bytes.length;
    texts[textsEnd++] = 0;
    return offset;
  }
}
