package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import io.herd.testkit.places.FakeUpstream;
import io.herd.testkit.places.Fault;
import io.herd.testkit.places.PlacesProviderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every provider keeps the contract. */
@Timeout(120)
class PlacesContractsTest {

  private static final PlacesQuery LOS_ANGELES = new PlacesQuery(34.06893, -118.445127, 10_000, 20);
  private static final PlacesQuery OCEAN = new PlacesQuery(-48, -123, 10_000, 20);

  private static final GuardSettings.Builder SETTINGS =
      GuardSettings.builder().deadline(Duration.ofMinutes(1)).callsASecond(100_000);

  /** Providers that find places in Los Angeles and none in the ocean. */
  private interface OnTheEarth extends PlacesProviderContract {
    @Override
    default PlacesQuery somewhere() {
      return LOS_ANGELES;
    }

    @Override
    default Optional<PlacesQuery> nowhere() {
      return Optional.of(OCEAN);
    }
  }

  @Nested
  class Embedded implements OnTheEarth {
    @Override
    public PlacesProvider newProvider() {
      return EmbeddedPlaces.load();
    }
  }

  @Nested
  class EmbeddedByDistance implements OnTheEarth {
    @Override
    public PlacesProvider newProvider() {
      return EmbeddedPlaces.loading(RankBy.DISTANCE);
    }
  }

  @Nested
  class Guarded implements OnTheEarth {
    @Override
    public PlacesProvider newProvider() {
      return new GuardedPlaces(EmbeddedPlaces.load(), SETTINGS.build());
    }

    @Override
    public Optional<PlacesProvider> newStalledProvider() {
      return Optional.of(new GuardedPlaces(query -> new CompletableFuture<>(), SETTINGS.build()));
    }
  }

  @Nested
  class Chained implements OnTheEarth {
    @Override
    public PlacesProvider newProvider() {
      return ChainedPlaces.builder()
          .provider("denied", query -> failed(Status.REQUEST_DENIED))
          .provider("embedded", EmbeddedPlaces.load())
          .build();
    }

    @Override
    public Optional<PlacesProvider> newStalledProvider() {
      PlacesProvider stalled =
          new GuardedPlaces(query -> new CompletableFuture<>(), SETTINGS.build());
      return Optional.of(ChainedPlaces.builder().provider("stalled", stalled).build());
    }

    private static CompletableFuture<byte[]> failed(Status status) {
      return CompletableFuture.failedFuture(new PlacesException(status, "denied"));
    }
  }

  @Nested
  class OfAFile implements OnTheEarth {
    @TempDir Path directory;

    @Override
    public PlacesProvider newProvider() throws IOException {
      StringBuilder csv = new StringBuilder("id,name,lat,lon,types,vicinity,population\n");
      for (int i = 0; i < 30; i++) {
        csv.append(
            "%d,Café <%d>,%f,-118.44,cafe,Street %d,%d\n".formatted(i, i, 34 + i / 500.0, i, i));
      }
      Path file = directory.resolve("places.csv");
      return FilePlaces.of(Files.writeString(file, csv)).credit("<b>mine</b>").load();
    }
  }

  @Nested
  class Replayed implements OnTheEarth {
    @TempDir Path directory;

    @Override
    public PlacesProvider newProvider() throws Exception {
      byte[] body = EmbeddedPlaces.load().nearby(LOS_ANGELES).toCompletableFuture().join();
      Files.write(directory.resolve("34.068930,-118.445127.json"), body);
      return ReplayPlaces.of(directory, ReplayPlaces.TOLERANCE_METRES);
    }

    @Override
    public boolean prints() {
      return false;
    }
  }

  /** Providers before the fake of a service. */
  private abstract static class OverTheNetwork implements PlacesProviderContract {
    private final FakeUpstream.Kind kind;
    private final Function<Upstream, PlacesProvider> provider;
    private final List<FakeUpstream> fakes = new ArrayList<>();

    OverTheNetwork(FakeUpstream.Kind kind, Function<Upstream, PlacesProvider> provider) {
      this.kind = kind;
      this.provider = provider;
    }

    @AfterEach
    void close() {
      fakes.forEach(FakeUpstream::close);
    }

    private PlacesProvider before(Fault fault) {
      FakeUpstream fake = FakeUpstream.start(kind).fault(fault);
      fakes.add(fake);
      return provider.apply(Upstream.of(fake.uri()).withDeadline(Duration.ofMinutes(1)));
    }

    @Override
    public PlacesProvider newProvider() {
      return before(Fault.NONE);
    }

    @Override
    public Optional<PlacesProvider> newStalledProvider() {
      return Optional.of(before(Fault.STALL_HEADER));
    }

    @Override
    public PlacesQuery somewhere() {
      return LOS_ANGELES;
    }
  }

  private static ApiKey key() {
    return ApiKey.of("not-a-key".getBytes(UTF_8));
  }

  @Nested
  class GoogleLegacy extends OverTheNetwork {
    GoogleLegacy() {
      super(FakeUpstream.Kind.GOOGLE_LEGACY, upstream -> new GoogleLegacyPlaces(upstream, key()));
    }

    @Override
    public boolean prints() {
      return false;
    }
  }

  @Nested
  class GoogleNew extends OverTheNetwork {
    GoogleNew() {
      super(
          FakeUpstream.Kind.GOOGLE_NEW,
          upstream -> new GoogleNewPlaces(upstream, key(), FieldMask.PRO, RankBy.PROMINENCE));
    }
  }

  @Nested
  class GuardedGoogleNew extends OverTheNetwork {
    GuardedGoogleNew() {
      super(
          FakeUpstream.Kind.GOOGLE_NEW,
          upstream ->
              new GuardedPlaces(
                  new GoogleNewPlaces(upstream, key(), FieldMask.ENTERPRISE, RankBy.DISTANCE),
                  SETTINGS.build()));
    }
  }

  @Nested
  class GuardedOverpass extends OverTheNetwork {
    GuardedOverpass() {
      super(
          FakeUpstream.Kind.OVERPASS,
          upstream ->
              new GuardedPlaces(
                  new OverpassPlaces(upstream, "herd-test (test@example.org)"),
                  SETTINGS.concurrency(1).build()));
    }
  }
}
