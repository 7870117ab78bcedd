package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks an Overpass server for what OpenStreetMap knows, and prints it in the legacy form, nearest
 * first. Needs no key, but a server whose operator agrees: the rules of the public ones are what
 * this class keeps.
 *
 * <p>One question is asked at a time; {@value #WAITING_MAX} more wait, and those beyond are refused
 * with {@code OVER_QUERY_LIMIT}. After HTTP status 429 or 504 the server is left alone for half a
 * minute, and all are refused. A question is asked for a small circle first, then for larger ones,
 * until there are enough results: a server lists what it finds in no useful order, and a large
 * circle over a town is more than it can bear. All of it has to be done in the upstream's deadline,
 * waiting included.
 *
 * <p>What is listed has a name and one of a few tags (see docs/places.md), and its point, for areas
 * the centre, is within the radius; should a circle have more than {@value #ELEMENTS_MAX} of them,
 * nearer ones than those listed may be missing. The data is under the ODbL 1.0, and credited in
 * {@code html_attributions}. Thread-safe.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // whenComplete's says nothing that its source does not
public final class OverpassPlaces implements PlacesProvider {

  /** How many questions wait while one is asked. */
  public static final int WAITING_MAX = 16;

  /** How long the server is left alone after it has said that it is asked too much. */
  public static final Duration PAUSE = Duration.ofSeconds(30);

  private static final String USUAL_PATH = "/api/interpreter";
  private static final Duration CACHEABLE = Duration.ofHours(6);
  private static final int ELEMENTS_MAX = 500;
  private static final int RESULTS_MAX = 20;
  private static final double[] RADII = {250, 1_000, 3_000, 10_000, 25_000};

  private static final String CREDIT =
      "<a href=\"https://www.openstreetmap.org/copyright\">© OpenStreetMap contributors</a>";

  /** What follows the name's presence in the filters of the query, {@link OsmTypes#KEYS} all. */
  private static final List<String> FILTERS =
      List.of(
          "[amenity]",
          "[shop]",
          "[tourism]",
          "[leisure]",
          "[historic]",
          "[railway~\"^(station|halt|subway_entrance|tram_stop)$\"]",
          "[aeroway=aerodrome]",
          "[office~\"^(lawyer|estate_agent|insurance|accountant|travel_agent|government)$\"]");

  private final URI uri;
  private final Duration deadline;
  private final String userAgent;
  private final LongSupplier nanoTime;
  private final BoundedHttp http;
  private final DenialLog denials = new DenialLog("overpass");
  private final OneAtATime turns = new OneAtATime(WAITING_MAX);
  private final Counts counts = new Counts();

  /** Compared by difference only. */
  private volatile long pauseEndNanos;

  /**
   * An Overpass server.
   *
   * @param upstream where it is; there is no default on purpose
   * @param userAgent names the application and how its operator can be reached, in ASCII; servers
   *     refuse anonymous ones
   * @throws IllegalArgumentException if the user agent is empty, too long or not ASCII
   */
  public OverpassPlaces(Upstream upstream, String userAgent) {
    this(upstream, userAgent, System::nanoTime);
  }

  OverpassPlaces(Upstream upstream, String userAgent, LongSupplier nanoTime) {
    if (!userAgent.matches("[!-~]([ -~]{0,198}[!-~])?")) {
      throw new IllegalArgumentException(
          "userAgent is \"" + userAgent + "\", must be 1 to 200 visible ASCII characters");
    }
    this.uri = upstream.uri(USUAL_PATH);
    this.deadline = upstream.deadline();
    this.userAgent = userAgent;
    this.nanoTime = nanoTime;
    this.http = new BoundedHttp(upstream);
    this.pauseEndNanos = nanoTime.getAsLong();
    List.of("requests", "pauses", "refusedInPause", "refusedWaiting")
        .forEach(n -> counts.add(n, 0));
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    CompletableFuture<byte[]> turn = turns.take(() -> new Search(query).begin());
    if (turn == null) {
      counts.add("refusedWaiting", 1);
      return CompletableFuture.failedFuture(
          new PlacesException(Status.OVER_QUERY_LIMIT, WAITING_MAX + " questions wait already"));
    }
    return BoundedHttp.within(deadline, turn, Function.identity());
  }

  /** One question, asked for one circle after the other. */
  private final class Search {
    private final PlacesQuery query;
    private final int results;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

    Search(PlacesQuery query) {
      this.query = query;
      this.results = Math.min(RESULTS_MAX, query.resultsMax());
    }

    CompletableFuture<byte[]> begin() {
      ask(0);
      return answer;
    }

    private void ask(int step) {
      if (pauseEndNanos - nanoTime.getAsLong() > 0) {
        counts.add("refusedInPause", 1);
        answer.completeExceptionally(
            new PlacesException(
                Status.OVER_QUERY_LIMIT, "the server is left alone after it was asked too much"));
      }
      if (answer.isDone()) {
        return;
      }
      counts.add("requests", 1);
      double radius = radius(step, query.radiusMetres());
      CompletableFuture<List<Place>> listed =
          http.fetch(request(query, radius), reply -> read(reply, query, radius));
      answer.whenComplete((body, failure) -> listed.cancel(true));
      listed.whenComplete(
          (places, failure) -> {
            if (failure != null) {
              answer.completeExceptionally(failure);
            } else if (places.size() >= Math.max(1, results) || radius == query.radiusMetres()) {
              answer.complete(document(places, results));
            } else {
              ask(step + 1);
            }
          });
    }
  }

  /** The radius of a step: a fixed one as long as the whole is twice as large, then the whole. */
  static double radius(int step, double whole) {
    return step < RADII.length && RADII[step] * 2 <= whole ? RADII[step] : whole;
  }

  private HttpRequest.Builder request(PlacesQuery query, double radius) {
    return HttpRequest.newBuilder(uri)
        .header("User-Agent", userAgent)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "data=" + URLEncoder.encode(question(query, radius), UTF_8), UTF_8));
  }

  private String question(PlacesQuery query, double radius) {
    StringBuilder text = new StringBuilder();
    long seconds = Math.max(1, deadline.toSeconds());
    text.append("[out:json][timeout:").append(seconds).append("][maxsize:16777216];\n(\n");
    // whole metres, never fewer than asked for: what is too much is left out when reading
    long metres = Math.max(1, (long) Math.ceil(radius));
    for (String filter : FILTERS) {
      text.append("  nwr(around:").append(metres).append(',');
      text.append(PlainDecimal.of(query.latitude())).append(',');
      text.append(PlainDecimal.of(query.longitude()));
      text.append(")[name]").append(filter).append(";\n");
    }
    return text.append(");\nout tags center qt ").append(ELEMENTS_MAX).append(";\n").toString();
  }

  private List<Place> read(HttpAnswer reply, PlacesQuery query, double radius) {
    if (reply.code() == 429 || reply.code() == 504) {
      pauseEndNanos = nanoTime.getAsLong() + PAUSE.toNanos();
      counts.add("pauses", 1);
      throw new PlacesException(
          reply.failure().status(), "the server is asked too much: HTTP status " + reply.code());
    }
    if (!reply.isOk()) {
      throw denials.logged(reply.failure());
    }
    return OverpassAnswer.places(
        reply.body(), Circle.of(query.latitude(), query.longitude(), radius));
  }

  /** The first of these places in the legacy form. */
  static byte[] document(List<Place> places, int results) {
    if (places.isEmpty()) {
      return LegacyJson.zeroResults();
    }
    List<Place> shown = places.subList(0, Math.min(results, places.size()));
    return LegacyJson.ok(shown, shown.isEmpty() ? List.of() : List.of(CREDIT));
  }

  /** Some hours: the licence allows it, and the server's operators ask for it. */
  @Override
  public Duration cacheable() {
    return CACHEABLE;
  }

  /**
   * {@code requests} sent, {@code pauses} begun, and questions {@code refusedInPause} and {@code
   * refusedWaiting}, because too many waited.
   */
  @Override
  public Map<String, Long> counts() {
    return counts.all();
  }

  /** Ends the threads and fails what is in flight. */
  @Override
  public void close() {
    http.close();
  }
}
