package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPInputStream;

/**
 * Answers from a file of the user's own: GeoJSON (a FeatureCollection, a Feature a line, or a text
 * sequence), a table with a header (commas, tabs, semicolons or bars), or a dump of GeoNames;
 * packed with gzip or not. What it is, is seen from its beginning. The whole file is read once and
 * indexed; later changes of it are not seen.
 *
 * <p>Rows of no use are counted, and the first few logged with their lines. Everything else is as
 * {@link EmbeddedPlaces} does it. Immutable, thread-safe.
 */
public final class FilePlaces implements PlacesProvider {

  /** The longest first line that is looked at to see what a file is. */
  private static final int FIRST_LINE_MAX = 1 << 20;

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final char BYTE_ORDER_MARK = 0xfeff;

  private final GridSearch search;
  private final long badRows;

  private FilePlaces(GridSearch search, long badRows) {
    this.search = search;
    this.badRows = badRows;
  }

  /** A loader of this file. */
  public static Builder of(Path file) {
    return new Builder(file);
  }

  /** How a file is to be read. Not thread-safe. */
  public static final class Builder {
    private final Path file;
    private FileFields fields = FileFields.USUAL;
    private RankBy rankBy = RankBy.PROMINENCE;
    private String scope = "FILE";
    private String credit = "";

    private Builder(Path file) {
      this.file = file;
    }

    /** Where the rows have what. */
    public Builder fields(FileFields fields) {
      this.fields = Objects.requireNonNull(fields);
      return this;
    }

    /** Which places come first. */
    public Builder rankBy(RankBy rankBy) {
      this.rankBy = Objects.requireNonNull(rankBy);
      return this;
    }

    /** As in {@link Place#scope()}; in lower case it stands before the ids. */
    public Builder scope(String scope) {
      if (!scope.matches("[A-Z][A-Z0-9_]{0,31}")) {
        throw new IllegalArgumentException(
            "scope is \"" + scope + "\", must be 1 to 32 of A-Z 0-9 _, a letter first");
      }
      this.scope = scope;
      return this;
    }

    /** HTML that the data's licence wants shown with its places; GeoNames' is known. */
    public Builder credit(String credit) {
      this.credit = Objects.requireNonNull(credit);
      return this;
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it has no place of use, with the reason
     */
    public FilePlaces load() throws IOException {
      FileRows rows = new FileRows(String.valueOf(file.getFileName()));
      boolean isGeoNames;
      try (InputStream bytes = unpacked(new BufferedInputStream(Files.newInputStream(file)));
          BufferedReader in =
              new BufferedReader(new InputStreamReader(bytes, UTF_8), FIRST_LINE_MAX)) {
        isGeoNames = read(in, rows);
      } catch (IllegalArgumentException useless) {
        throw new IllegalArgumentException(
            file.getFileName() + ": " + useless.getMessage(), useless);
      }
      rows.end();
      String shown = credit.isEmpty() && isGeoNames ? GeoNamesRows.CREDIT : credit;
      String named = scope.equals("FILE") && isGeoNames ? "GEONAMES" : scope;
      String prefix = named.toLowerCase(Locale.ROOT) + ":";
      PlaceGrid grid = rows.table().index(named, prefix, shown);
      return new FilePlaces(new GridSearch(grid, rankBy), rows.bad());
    }

    private boolean read(BufferedReader in, FileRows rows) throws IOException {
      in.mark(FIRST_LINE_MAX);
      if (in.read() != BYTE_ORDER_MARK) {
        in.reset();
      }
      String first = firstLine(in);
      boolean isGeoNames = GeoNamesRows.begins(first);
      if (isGeoNames) {
        GeoNamesRows.read(in, rows);
      } else if (GeoJsonRows.hasSeparators(first)) {
        new GeoJsonRows(fields, rows).readSequence(in);
      } else if (GeoJsonRows.hasLines(first)) {
        new GeoJsonRows(fields, rows).readLines(in);
      } else if (first.strip().startsWith("{")) {
        new GeoJsonRows(fields, rows).readCollection(in);
      } else {
        new CsvRows(in, fields, rows).read();
      }
      return isGeoNames;
    }

    /** Up to the first line end behind something that can be seen; read again afterwards. */
    private static String firstLine(BufferedReader in) throws IOException {
      in.mark(FIRST_LINE_MAX);
      StringBuilder line = new StringBuilder();
      boolean isBlank = true;
      while (line.length() < FIRST_LINE_MAX - 1) {
        int c = in.read();
        if (c < 0 || (c == '\n' || c == '\r') && !isBlank) {
          break;
        }
        isBlank &= Character.isWhitespace(c);
        line.append((char) c);
      }
      in.reset();
      return line.toString();
    }

    private static InputStream unpacked(BufferedInputStream in) throws IOException {
      in.mark(2);
      int magic = in.read() << 8 | in.read();
      in.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }
  }

  /** How many places there are. */
  public int size() {
    return search.grid().places().size();
  }

  /** How many rows of the file were of no use. */
  public long badRows() {
    return badRows;
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    return CompletableFuture.completedFuture(search.answer(query));
  }

  @Override
  public Map<String, Long> counts() {
    return Map.of("places", (long) size(), "badRows", badRows);
  }
}
