package io.herd.places;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives recorded answers again, for demonstrations and tests: of the recordings in a directory, the
 * nearest one that is near enough, cut to as many results as were asked for and otherwise byte for
 * byte. The radius makes no difference. Where nothing was recorded nearby, nothing is found. A
 * recorded failure is one again.
 *
 * <p>A recording is a file named by its point, {@code 34.068930,-118.445127.json}, or one that a
 * line of the file {@code index.csv} names: {@code 34.068930,-118.445127,ucla.json}. All are read
 * when the provider is made. Immutable, thread-safe.
 */
public final class ReplayPlaces implements PlacesProvider {

  /** How far away a recording may be, in metres, unless said otherwise. */
  public static final double TOLERANCE_METRES = 1_000;

  private static final String INDEX = "index.csv";
  private static final int RECORDINGS_MAX = 10_000;
  private static final long BYTES_MAX = 256 << 20;
  private static final Pattern BY_POINT =
      Pattern.compile("([+-]?[0-9.]{1,20})[,_]([+-]?[0-9.]{1,20})\\.json");
  private static final Pattern INDEX_LINE =
      Pattern.compile("\\s*([^,]+?)\\s*,\\s*([^,]+?)\\s*,\\s*(.+?)\\s*");

  private final List<Recording> recordings;
  private final double toleranceMetres;

  private record Point(double latitude, double longitude) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Recording(Point point, byte[] document) {}

  private ReplayPlaces(List<Recording> recordings, double toleranceMetres) {
    this.recordings = List.copyOf(recordings);
    this.toleranceMetres = toleranceMetres;
  }

  /**
   * The recordings of a directory.
   *
   * @param toleranceMetres how far from the question a recording may be
   * @throws IOException if one cannot be read
   * @throws IllegalArgumentException if there is none, or one is not of the legacy form
   */
  public static ReplayPlaces of(Path directory, double toleranceMetres) throws IOException {
    if (!(toleranceMetres >= 0 && toleranceMetres <= 20_100_000)) {
      throw new IllegalArgumentException(
          "toleranceMetres is " + toleranceMetres + ", must be 0..20100000");
    }
    List<Recording> recordings = new ArrayList<>();
    Path index = directory.resolve(INDEX);
    if (Files.isRegularFile(index)) {
      readIndex(directory, index, recordings);
    } else {
      readNames(directory, recordings);
    }
    if (recordings.isEmpty()) {
      throw new IllegalArgumentException(
          directory.getFileName() + " has no recording LATITUDE,LONGITUDE.json and no " + INDEX);
    }
    return new ReplayPlaces(recordings, toleranceMetres);
  }

  private static void readIndex(Path directory, Path index, List<Recording> recordings)
      throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(index)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = INDEX_LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            INDEX + ": line " + number + ": must be LATITUDE,LONGITUDE,FILE");
      }
      try {
        Point point = point(matcher.group(1), matcher.group(2));
        add(recordings, point, directory.resolve(matcher.group(3)));
      } catch (InvalidPathException notAFile) {
        throw new IllegalArgumentException(
            INDEX + ": line " + number + ": " + notAFile.getReason(), notAFile);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            INDEX + ": line " + number + ": " + wrong.getMessage(), wrong);
      }
    }
  }

  private static void readNames(Path directory, List<Recording> recordings) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        Matcher matcher = BY_POINT.matcher(String.valueOf(file.getFileName()));
        if (matcher.matches()) {
          add(recordings, point(matcher.group(1), matcher.group(2)), file);
        }
      }
    }
  }

  private static Point point(String latitude, String longitude) {
    double north = FileRow.degrees("latitude", latitude);
    double east = FileRow.degrees("longitude", longitude);
    new PlacesQuery(north, east, 0, 0); // knows the ranges
    return new Point(north, east);
  }

  private static void add(List<Recording> recordings, Point point, Path file) throws IOException {
    long bytes = recordings.stream().mapToLong(each -> each.document().length).sum();
    if (recordings.size() == RECORDINGS_MAX || bytes + Files.size(file) > BYTES_MAX) {
      throw new IllegalArgumentException(
          "more than " + RECORDINGS_MAX + " recordings or " + BYTES_MAX + " bytes of them");
    }
    byte[] document = Files.readAllBytes(file);
    try {
      Splice splice = Splice.of(document, Integer.MAX_VALUE);
      splice.status();
      splice.bytes();
    } catch (PlacesException notLegacy) {
      throw new IllegalArgumentException(
          file.getFileName() + ": " + notLegacy.getMessage(), notLegacy);
    }
    recordings.add(new Recording(point, document));
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    Circle circle = Circle.of(query.latitude(), query.longitude(), toleranceMetres);
    double least = circle.haversineMax();
    byte[] nearest = null;
    for (Recording recording : recordings) {
      Point point = recording.point();
      double distance = circle.haversine(point.latitude(), point.longitude());
      if (distance < least || nearest == null && distance == least) {
        least = distance;
        nearest = recording.document();
      }
    }
    return nearest == null
        ? CompletableFuture.completedFuture(LegacyJson.zeroResults())
        : answer(Splice.of(nearest, query.resultsMax()));
  }

  private static CompletionStage<byte[]> answer(Splice splice) {
    return switch (splice.status()) {
      case "OK", "ZERO_RESULTS" -> CompletableFuture.completedFuture(splice.bytes());
      case "INVALID_REQUEST" -> failed(Status.INVALID_REQUEST);
      case "OVER_QUERY_LIMIT" -> failed(Status.OVER_QUERY_LIMIT);
      case "REQUEST_DENIED" -> failed(Status.REQUEST_DENIED);
      default -> failed(Status.UNKNOWN_ERROR);
    };
  }

  private static CompletionStage<byte[]> failed(Status status) {
    return CompletableFuture.failedFuture(new PlacesException(status, "recorded " + status));
  }

  @Override
  public Map<String, Long> counts() {
    return Map.of("recordings", (long) recordings.size());
  }
}
