package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import io.herd.testkit.places.FakeUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What tests of providers over the network have in common. Stateless. */
final class Network {

  static final String KEY = "sekrit/Key+0123456789=";
  static final String AGENT = "herd-tests (nobody@example.org)";

  private Network() {}

  /** A provider that asks a fake, and has time enough. */
  static PlacesProvider provider(FakeUpstream.Kind kind, FakeUpstream fake) {
    return provider(kind, fake, Duration.ofSeconds(60));
  }

  static PlacesProvider provider(FakeUpstream.Kind kind, FakeUpstream fake, Duration deadline) {
    return provider(kind, Upstream.of(fake.uri()).withDeadline(deadline));
  }

  static PlacesProvider provider(FakeUpstream.Kind kind, FakeUpstream fake, int answerBytesMax) {
    Upstream upstream = Upstream.of(fake.uri()).withDeadline(Duration.ofSeconds(60));
    return provider(kind, upstream.withAnswerBytesMax(answerBytesMax));
  }

  private static PlacesProvider provider(FakeUpstream.Kind kind, Upstream upstream) {
    ApiKey key = ApiKey.of(KEY.toCharArray());
    return switch (kind) {
      case GOOGLE_LEGACY -> new GoogleLegacyPlaces(upstream, key);
      case GOOGLE_NEW ->
          new GoogleNewPlaces(upstream, key, FieldMask.ENTERPRISE, RankBy.PROMINENCE);
      case OVERPASS -> new OverpassPlaces(upstream, AGENT);
    };
  }

  /** The threads that do providers' requests. */
  static Thread[] httpThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("herd-places-http"))
        .toArray(Thread[]::new);
  }

  static byte[] bytes(CompletionStage<byte[]> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  static String text(CompletionStage<byte[]> stage) throws Exception {
    return new String(bytes(stage), StandardCharsets.UTF_8);
  }

  static Answer answer(PlacesProvider provider, PlacesQuery query) throws Exception {
    return Answer.parse(bytes(provider.nearby(query)));
  }

  static PlacesException failure(CompletionStage<byte[]> stage) {
    ExecutionException thrown = assertThrows(ExecutionException.class, () -> bytes(stage));
    return assertInstanceOf(PlacesException.class, thrown.getCause());
  }
}
