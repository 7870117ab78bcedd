package io.herd.places;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/**
 * Asks Google's Nearby Search (Legacy), for projects that have the Places API since before it could
 * no longer be switched on. The answer is passed on byte for byte, with its results cut to as many
 * as were asked for; the answer's status stays what it was if that is none.
 *
 * <p>Google takes the radius, in whole metres from 1 to 50,000, as a hint, and may list places
 * beyond it; a radius of 0 is asked as 1. Google's own text about an error is not passed on: it may
 * have the server's address in it. The key is a part of the URI, which is made for each request and
 * kept and told nowhere; records of the JDK's client that would show it are kept out of
 * java.util.logging. By Google's terms answers must not be kept. Thread-safe.
 */
public final class GoogleLegacyPlaces implements PlacesProvider {

  /** Where Google answers. */
  public static final URI ENDPOINT =
      URI.create("https://maps.googleapis.com/maps/api/place/nearbysearch/json");

  private static final int RADIUS_MAX = 50_000;

  private final URI uri;
  private final ApiKey key;
  private final BoundedHttp http;
  private final DenialLog denials;

  /**
   * Google itself, or another server that speaks like it.
   *
   * @param upstream usually {@code Upstream.of(GoogleLegacyPlaces.ENDPOINT)}
   */
  public GoogleLegacyPlaces(Upstream upstream, ApiKey key) {
    this.uri = upstream.uri(ENDPOINT.getPath());
    this.key = key;
    this.http = new BoundedHttp(upstream);
    this.denials = new DenialLog("google-legacy");
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(query)).header("User-Agent", GoogleNewPlaces.USER_AGENT);
    return http.fetch(request, answer -> read(answer, query.resultsMax()));
  }

  private URI address(PlacesQuery query) {
    long radius = Math.max(1, Math.min(RADIUS_MAX, Math.round(query.radiusMetres())));
    return URI.create(
        uri
            + "?location="
            + PlainDecimal.of(query.latitude())
            + ","
            + PlainDecimal.of(query.longitude())
            + "&radius="
            + radius
            + "&key="
            + URLEncoder.encode(key.text(), US_ASCII));
  }

  private byte[] read(HttpAnswer answer, int resultsMax) {
    if (!answer.isOk()) {
      throw denials.logged(answer.failure());
    }
    Splice splice = Splice.of(answer.body(), resultsMax);
    return switch (splice.status()) {
      case "OK", "ZERO_RESULTS" -> splice.bytes();
      case "INVALID_REQUEST" -> throw failure(Status.INVALID_REQUEST);
      case "OVER_QUERY_LIMIT" -> throw failure(Status.OVER_QUERY_LIMIT);
      case "REQUEST_DENIED" -> throw denials.logged(denial(splice.errorMessage()));
      default ->
          throw new PlacesException(
              Status.UNKNOWN_ERROR, "Google says that something failed", true);
    };
  }

  private static PlacesException failure(Status status) {
    return new PlacesException(status, "Google says " + status);
  }

  private static PlacesException denial(String errorMessage) {
    return new PlacesException(
        Status.REQUEST_DENIED,
        errorMessage.toLowerCase(Locale.ROOT).contains("legacy")
            ? "the key's project does not have the Places API (Legacy), which cannot be switched on"
                + " any more: use the provider google-new"
            : "Google refuses the key: it is wrong, or not allowed to be used for the Places API"
                + " (Legacy) or from this address");
  }

  /** Ends the threads and fails what is in flight. */
  @Override
  public void close() {
    http.close();
  }
}
