package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletionStage;

/**
 * Asks Google's Places API (New) for what is near, and prints its answer in the legacy form.
 *
 * <p>The radius is a bound here, not a hint; the service wants it above 0, so that 0 is asked as
 * one metre. Whoever asks for no results gets the status alone, for which one place has to be asked
 * for, and paid. Google's own text about an error is not passed on. By Google's terms answers must
 * not be kept. Thread-safe.
 */
public final class GoogleNewPlaces implements PlacesProvider {

  /** Where Google answers. */
  public static final URI ENDPOINT =
      URI.create("https://places.googleapis.com/v1/places:searchNearby");

  /** Google packs answers for agents that say gzip only. */
  static final String USER_AGENT = "herd (gzip)";

  private static final int RADIUS_MAX = 50_000;
  private static final int RESULTS_MAX = 20;

  private final URI uri;
  private final ApiKey key;
  private final FieldMask mask;
  private final RankBy rankBy;
  private final BoundedHttp http;
  private final DenialLog denials;

  /**
   * Google itself, or another server that speaks like it.
   *
   * @param upstream usually {@code Upstream.of(GoogleNewPlaces.ENDPOINT)}
   * @param mask what to ask for; members that are not are not in the answers
   */
  public GoogleNewPlaces(Upstream upstream, ApiKey key, FieldMask mask, RankBy rankBy) {
    this.uri = upstream.uri(ENDPOINT.getPath());
    this.key = key;
    this.mask = mask;
    this.rankBy = rankBy;
    this.http = new BoundedHttp(upstream);
    this.denials = new DenialLog("google-new");
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("User-Agent", USER_AGENT)
            .header("Content-Type", "application/json")
            .header("X-Goog-Api-Key", key.text())
            .header("X-Goog-FieldMask", mask.text())
            .POST(HttpRequest.BodyPublishers.ofString(question(query), UTF_8));
    return http.fetch(request, answer -> read(answer, query.resultsMax()));
  }

  private String question(PlacesQuery query) {
    double radius = Math.max(1, Math.min(RADIUS_MAX, query.radiusMetres()));
    int results = Math.max(1, Math.min(RESULTS_MAX, query.resultsMax()));
    return """
        {"locationRestriction":{"circle":{"center":{"latitude":%s,"longitude":%s},"radius":%s}},\
        "maxResultCount":%d,"rankPreference":"%s"}"""
        .formatted(
            PlainDecimal.of(query.latitude()),
            PlainDecimal.of(query.longitude()),
            PlainDecimal.of(radius),
            results,
            rankBy == RankBy.DISTANCE ? "DISTANCE" : "POPULARITY");
  }

  private byte[] read(HttpAnswer answer, int resultsMax) {
    if (!answer.isOk()) {
      throw denials.logged(isKeyInvalid(answer) ? refusedKey() : answer.failure());
    }
    return translated(answer.body(), resultsMax);
  }

  /** The legacy form of what the service answers with status 200. */
  static byte[] translated(byte[] body, int resultsMax) {
    JsonNode tree = Json.object(body);
    JsonNode places = tree.path("places");
    if (tree.has("error") || !places.isArray() && !places.isMissingNode()) {
      throw Json.notUnderstood("the answer is not a list of places");
    }
    return places.isEmpty() ? LegacyJson.zeroResults() : NewToLegacy.document(places, resultsMax);
  }

  /** A wrong key is said with 400, as a malformed question is. */
  private static boolean isKeyInvalid(HttpAnswer answer) {
    if (answer.code() != 400) {
      return false;
    }
    try {
      for (JsonNode detail : Json.object(answer.body()).path("error").path("details")) {
        if (detail.path("reason").asText().equals("API_KEY_INVALID")) {
          return true;
        }
      }
      return false;
    } catch (PlacesException notJson) {
      // then the code has to do
      return false;
    }
  }

  private static PlacesException refusedKey() {
    return new PlacesException(Status.REQUEST_DENIED, "Google does not know the key");
  }

  /** Ends the threads and fails what is in flight. */
  @Override
  public void close() {
    http.close();
  }
}
