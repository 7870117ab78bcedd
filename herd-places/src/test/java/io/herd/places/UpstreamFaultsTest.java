package io.herd.places;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import io.herd.testkit.places.FakeUpstream;
import io.herd.testkit.places.FakeUpstream.Kind;
import io.herd.testkit.places.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each provider makes of each thing that can be wrong with a service. */
@Timeout(120)
class UpstreamFaultsTest {

  private static final PlacesQuery QUERY = new PlacesQuery(34.06893, -118.445127, 10_000, 5);

  static Stream<Arguments> kindsAndFaults() {
    return Arrays.stream(Kind.values())
        .flatMap(
            kind ->
                Arrays.stream(Fault.values())
                    .filter(fault -> fault != Fault.NONE)
                    .map(fault -> Arguments.of(kind, fault)));
  }

  private static Status status(Fault fault) {
    return switch (fault) {
      case HTTP_403, SAYS_DENIED, SAYS_NOT_ENABLED -> Status.REQUEST_DENIED;
      case HTTP_429, SAYS_QUOTA -> Status.OVER_QUERY_LIMIT;
      case SAYS_INVALID -> Status.INVALID_REQUEST;
      default -> Status.UNKNOWN_ERROR;
    };
  }

  private static boolean isPassing(Kind kind, Fault fault) {
    return switch (fault) {
      case HANG_UP, CUT_OFF, HTTP_500 -> true;
      case HTTP_504, SAYS_UNKNOWN -> kind != Kind.OVERPASS;
      default -> false;
    };
  }

  @ParameterizedTest
  @MethodSource("kindsAndFaults")
  void faultHasItsStatus(Kind kind, Fault fault) {
    boolean stalls = fault.name().startsWith("STALL");
    Duration deadline = stalls ? Duration.ofMillis(500) : Duration.ofSeconds(60);
    try (FakeUpstream fake = FakeUpstream.start(kind).fault(fault);
        PlacesProvider provider = Network.provider(kind, fake, deadline)) {
      PlacesException failure = Network.failure(provider.nearby(QUERY));
      assertEquals(status(fault), failure.status());
      assertEquals(isPassing(kind, fault), failure.passing());
      assertEquals(null, failure.getCause());
      // the JDK's client asks again by itself when a connection ends without a byte
      assertTrue(fake.calls() == 1 || fault == Fault.HANG_UP && fake.calls() == 2);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nobodyThereIsPassing(Kind kind) {
    FakeUpstream fake = FakeUpstream.start(kind);
    fake.close();
    try (PlacesProvider provider = Network.provider(kind, fake)) {
      PlacesException failure = Network.failure(provider.nearby(QUERY));
      assertEquals(Status.UNKNOWN_ERROR, failure.status());
      assertTrue(failure.passing());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFaultThatIsOverLeavesNoTrace(Kind kind) throws Exception {
    try (FakeUpstream fake = FakeUpstream.start(kind).fault(Fault.CUT_OFF);
        PlacesProvider provider = Network.provider(kind, fake)) {
      Network.failure(provider.nearby(QUERY));
      fake.fault(Fault.NONE);
      assertEquals(5, Network.answer(provider, QUERY).names().size());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"HUGE_BODY", "STALL_HEADER", "STALL_BODY"})
  void whatIsTooMuchOrTooLateIsHungUpOn(Fault fault) throws Exception {
    try (FakeUpstream fake = FakeUpstream.start(Kind.GOOGLE_LEGACY).fault(fault);
        PlacesProvider provider =
            Network.provider(Kind.GOOGLE_LEGACY, fake, Duration.ofMillis(500))) {
      Network.failure(provider.nearby(QUERY));
      assertTrue(fake.awaitHangUp(60, SECONDS));
      // what the kernel's buffers hold, at most
      assertTrue(fake.bytesSent() < 64 << 20, fake.bytesSent() + " bytes sent");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void cancellingReachesTheExchangeBeforeTheHead(Kind kind) throws Exception {
    cancels(kind, Fault.STALL_HEADER);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void cancellingReachesTheExchangeInTheBody(Kind kind) throws Exception {
    cancels(kind, Fault.STALL_BODY);
  }

  private static void cancels(Kind kind, Fault fault) throws Exception {
    try (FakeUpstream fake = FakeUpstream.start(kind).fault(fault);
        PlacesProvider provider = Network.provider(kind, fake)) {
      CompletableFuture<byte[]> stage = provider.nearby(QUERY).toCompletableFuture();
      assertTrue(fake.awaitCall(60, SECONDS));
      assertTrue(stage.cancel(true));
      assertTrue(fake.awaitHangUp(60, SECONDS));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closingFailsWhatIsInFlightAndEndsTheThreads(Kind kind) throws Exception {
    try (FakeUpstream fake = FakeUpstream.start(kind).fault(Fault.STALL_HEADER)) {
      PlacesProvider provider = Network.provider(kind, fake);
      CompletableFuture<byte[]> stage = provider.nearby(QUERY).toCompletableFuture();
      assertTrue(fake.awaitCall(60, SECONDS));
      Thread[] threads = Network.httpThreads();
      provider.close();
      assertEquals(Status.UNKNOWN_ERROR, Network.failure(stage).status());
      assertEquals(Status.UNKNOWN_ERROR, Network.failure(provider.nearby(QUERY)).status());
      assertTrue(fake.awaitHangUp(60, SECONDS));
      for (Thread thread : threads) {
        assertTrue(thread.isDaemon());
        thread.join(60_000);
        assertFalse(thread.isAlive());
      }
      provider.close();
      assertEquals(1, fake.calls());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void bodyMayHaveAsManyBytesAsAllowedAndNoMore(Kind kind) throws Exception {
    PlacesQuery query = new PlacesQuery(0, 0, 410, 20);
    for (boolean packs : new boolean[] {false, true}) {
      try (FakeUpstream fake = FakeUpstream.start(kind).spacingMetres(40).packs(packs)) {
        int length;
        try (PlacesProvider provider = Network.provider(kind, fake)) {
          Network.answer(provider, query);
          length = fake.lastBodyBytes();
        }
        try (PlacesProvider exact = Network.provider(kind, fake, length);
            PlacesProvider less = Network.provider(kind, fake, length - 1)) {
          assertEquals(11, Network.answer(exact, query).names().size());
          assertEquals(Status.UNKNOWN_ERROR, Network.failure(less.nearby(query)).status());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void manyAtOnceAreAllAnswered(Kind kind) throws Exception {
    try (FakeUpstream fake = FakeUpstream.start(kind);
        PlacesProvider provider = Network.provider(kind, fake)) {
      var stages =
          Stream.generate(() -> provider.nearby(QUERY).toCompletableFuture())
              .limit(OverpassPlaces.WAITING_MAX + 1)
              .toList();
      for (CompletableFuture<byte[]> stage : stages) {
        assertEquals(5, Answer.parse(Network.bytes(stage)).names().size());
      }
    }
  }
}
