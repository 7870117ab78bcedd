package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesQuery;
import io.herd.testkit.places.FakeCall;
import io.herd.testkit.places.FakeUpstream;
import io.herd.testkit.places.FakeUpstream.Kind;
import io.herd.testkit.places.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OverpassPlacesTest {

  private final FakeUpstream fake = FakeUpstream.start(Kind.OVERPASS);
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final OverpassPlaces provider =
      new OverpassPlaces(
          Upstream.of(fake.uri()).withDeadline(Duration.ofSeconds(60)), Network.AGENT, nanos::get);

  @AfterEach
  void close() {
    provider.close();
    fake.close();
  }

  private static PlacesQuery query(double radiusMetres, int results) {
    return new PlacesQuery(51.5, -0.125, radiusMetres, results);
  }

  @Test
  void answerHasTheLegacyFormNearestFirst() throws Exception {
    fake.places(2).spacingMetres(50);
    String text = Network.text(provider.nearby(query(1_000, 20)));
    assertEquals(
        """
        {
           "html_attributions" : [
              "\\u003ca href=\\"https://www.openstreetmap.org/copyright\\"\\u003e© OpenStreetMap contributors\\u003c/a\\u003e"
           ],
           "results" : [
              {
                 "geometry" : {
                    "location" : {
                       "lat" : 51.5,
                       "lng" : -0.125
                    },
                    "viewport" : {
                       "northeast" : {
                          "lat" : 51.50134898,
                          "lng" : -0.12365102
                       },
                       "southwest" : {
                          "lat" : 51.49865102,
                          "lng" : -0.12634898
                       }
                    }
                 },
                 "name" : "Café Ærø 0",
                 "place_id" : "osm:node/1000",
                 "plus_code" : {
                    "global_code" : "9C3XGV2G+22"
                 },
                 "reference" : "osm:node/1000",
                 "scope" : "OSM",
                 "types" : [ "cafe", "food", "point_of_interest", "establishment" ],
                 "vicinity" : "0 Fake Street, Town"
              },
        """,
        text.substring(0, text.indexOf("      {\n         \"geometry\"", 300)));
    assertEquals(
        List.of("osm:node/1000", "osm:way/1001"), Answer.parse(text.getBytes(UTF_8)).ids());
  }

  @Test
  void circleGrowsUntilThereAreEnough() throws Exception {
    List<String> names = Network.answer(provider, query(10_000, 20)).ids();
    assertEquals(
        IntStream.range(0, 20)
            .mapToObj(i -> "osm:" + (i % 2 == 0 ? "node/" : "way/") + (1_000 + i))
            .toList(),
        names);
    assertEquals(List.of("250", "1000", "3000"), radiiAsked());
  }

  @Test
  void fewAreFoundInTheFirstCircle() throws Exception {
    assertEquals(3, Network.answer(provider, query(50_000, 3)).ids().size());
    assertEquals(List.of("250"), radiiAsked());
  }

  @Test
  void wholeCircleIsTheLastOne() throws Exception {
    fake.places(4).spacingMetres(10_000);
    assertEquals(4, Network.answer(provider, query(40_000, 5)).ids().size());
    assertEquals(List.of("250", "1000", "3000", "10000", "40000"), radiiAsked());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 499, 499",
    "0, 500, 250",
    "1, 1999, 1999",
    "1, 2000, 1000",
    "4, 50000, 25000",
    "5, 50000, 50000"
  })
  void stepsAreFarApart(int step, double whole, double radius) {
    assertEquals(radius, OverpassPlaces.radius(step, whole));
  }

  @Test
  void radiusOfNothingFindsWhatIsThere() throws Exception {
    assertEquals(List.of("osm:node/1000"), Network.answer(provider, query(0, 20)).ids());
    assertEquals(List.of("1"), radiiAsked());
  }

  @Test
  void noneKeepsTheStatus() throws Exception {
    assertEquals(
        new String(LegacyJson.ok(List.of(), List.of()), UTF_8),
        Network.text(provider.nearby(query(50_000, 0))));
    fake.places(0);
    assertEquals(
        new String(LegacyJson.zeroResults(), UTF_8), Network.text(provider.nearby(query(300, 0))));
  }

  @ParameterizedTest
  @CsvSource({"0, 179.9999", "0, -180", "90, 0", "-90, 180", "89.9999, -179.9999"})
  void dateLineAndPolesNeedNoCare(double latitude, double longitude) throws Exception {
    for (int results : new int[] {1, 20}) {
      PlacesQuery query = new PlacesQuery(latitude, longitude, 50_000, results);
      List<String> ids = Network.answer(provider, query).ids();
      assertEquals(results, ids.size());
      assertEquals("osm:node/1000", ids.get(0));
    }
  }

  @Test
  void questionTellsWhoAsks() throws Exception {
    Network.bytes(provider.nearby(new PlacesQuery(1e-7, -180, 100.5, 5)));
    FakeCall call = fake.lastCalls().get(0);
    assertEquals("POST", call.method());
    assertEquals("/api/interpreter", call.path());
    assertEquals(Network.AGENT, call.header("user-agent"));
    String question = call.parameter("data");
    assertTrue(
        question.startsWith(
            "[out:json][timeout:60][maxsize:16777216];\n"
                + "(\n  nwr(around:101,0.0000001,-180)[name][amenity];\n"),
        question);
    for (String key : OsmTypes.KEYS) {
      assertTrue(question.contains("[name][" + key), key);
    }
    assertTrue(question.endsWith(");\nout tags center qt 500;\n"), question);
  }

  @Test
  void questionsAreAskedOneAfterTheOther() throws Exception {
    fake.hold();
    List<CompletableFuture<byte[]>> stages = new ArrayList<>();
    for (int i = 0; i <= OverpassPlaces.WAITING_MAX; i++) {
      stages.add(provider.nearby(query(100, 1)).toCompletableFuture());
    }
    assertEquals(Status.OVER_QUERY_LIMIT, Network.failure(provider.nearby(query(100, 1))).status());
    assertTrue(fake.awaitCall(60, SECONDS));
    fake.release();
    for (CompletableFuture<byte[]> stage : stages) {
      Network.bytes(stage);
    }
    assertEquals(1, fake.concurrentCallsMax());
    assertEquals(stages.size(), fake.calls());
    assertEquals(stages.size(), provider.counts().get("requests"));
    assertEquals(1, provider.counts().get("refusedWaiting"));
  }

  @Test
  void questionThatIsCancelledWhileItWaitsIsNotAsked() throws Exception {
    fake.hold();
    CompletableFuture<byte[]> first = provider.nearby(query(100, 1)).toCompletableFuture();
    CompletableFuture<byte[]> second = provider.nearby(query(101, 1)).toCompletableFuture();
    CompletableFuture<byte[]> third = provider.nearby(query(102, 1)).toCompletableFuture();
    second.cancel(true);
    fake.release();
    Network.bytes(first);
    Network.bytes(third);
    assertEquals(List.of("100", "102"), radiiAsked());
  }

  @Test
  void waitingCountsForTheDeadline() {
    fake.fault(Fault.STALL_HEADER);
    try (OverpassPlaces hasty =
        new OverpassPlaces(
            Upstream.of(fake.uri()).withDeadline(Duration.ofMillis(500)), Network.AGENT)) {
      var first = hasty.nearby(query(100, 1));
      var second = hasty.nearby(query(100, 1));
      assertEquals(Status.UNKNOWN_ERROR, Network.failure(first).status());
      assertEquals(Status.UNKNOWN_ERROR, Network.failure(second).status());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"HTTP_429", "HTTP_504"})
  void overloadedServerIsLeftAloneForAWhile(Fault fault) throws Exception {
    fake.fault(fault);
    PlacesException failure = Network.failure(provider.nearby(query(100, 1)));
    assertFalse(failure.passing());
    fake.fault(Fault.NONE);
    nanos.addAndGet(OverpassPlaces.PAUSE.toNanos() - 1);
    PlacesException refusal = Network.failure(provider.nearby(query(100, 1)));
    assertEquals(Status.OVER_QUERY_LIMIT, refusal.status());
    assertFalse(refusal.passing());
    assertEquals(1, fake.calls());
    nanos.addAndGet(1);
    assertEquals(1, Network.answer(provider, query(100, 1)).ids().size());
    assertEquals(1, provider.counts().get("pauses"));
    assertEquals(1, provider.counts().get("refusedInPause"));
  }

  @Test
  void otherFailuresAreNotFollowedByAPause() throws Exception {
    for (Fault fault : new Fault[] {Fault.HTTP_500, Fault.HTTP_403, Fault.SAYS_UNKNOWN}) {
      fake.fault(fault);
      Network.failure(provider.nearby(query(100, 1)));
    }
    fake.fault(Fault.NONE);
    assertEquals(1, Network.answer(provider, query(100, 1)).ids().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a ", "a\n", "é", "a\tb"})
  void userAgentMustBeVisibleText(String agent) {
    Upstream upstream = Upstream.of(fake.uri());
    assertThrows(IllegalArgumentException.class, () -> new OverpassPlaces(upstream, agent));
  }

  @Test
  void userAgentHasAtMostTwoHundredCharacters() {
    Upstream upstream = Upstream.of(fake.uri());
    new OverpassPlaces(upstream, "a".repeat(200)).close();
    assertThrows(
        IllegalArgumentException.class, () -> new OverpassPlaces(upstream, "a".repeat(201)));
  }

  @Test
  void answersMayBeKeptForHours() {
    assertEquals(Duration.ofHours(6), provider.cacheable());
  }

  @Test
  void elementsThatAreNotPlacesAreLeftOut() {
    String document =
        """
        {"elements": [
          {"type": "node", "id": 1, "lat": 0, "lon": 0},
          {"type": "node", "id": 2, "lat": 0, "lon": 0, "tags": {"name": " "}},
          {"type": "node", "id": 3, "lat": 0, "tags": {"name": "a"}},
          {"type": "node", "id": 4, "lat": 91, "lon": 0, "tags": {"name": "a"}},
          {"type": "node", "id": 5, "lat": 0, "lon": 181, "tags": {"name": "a"}},
          {"type": "node", "id": 6, "lat": 1, "lon": 0, "tags": {"name": "far"}},
          {"type": "relation", "id": 7, "center": {"lat": 0.002, "lon": 0},
           "tags": {"name": "far side", "addr:city": "Town"}},
          {"type": "node", "id": 8, "lat": 0.001, "lon": 0,
           "tags": {"name": "near", "addr:street": "S", "addr:housenumber": 7}},
          {"type": "node", "id": 9, "lat": 0.0015, "lon": 0,
           "tags": {"name": "no street", "addr:housenumber": "7"}}
        ]}
        """;
    List<Place> places = OverpassAnswer.places(document.getBytes(UTF_8), Circle.of(0, 0, 1_000));
    assertEquals(
        List.of("near (osm:node/8)", "no street (osm:node/9)", "far side (osm:relation/7)"),
        places.stream().map(Place::toString).toList());
    assertEquals("7 S", places.get(0).vicinity());
    assertEquals(null, places.get(1).vicinity());
    assertEquals("Town", places.get(2).vicinity());
  }

  private List<String> radiiAsked() {
    return fake.lastCalls().stream()
        .map(call -> call.parameter("data").replaceAll("(?s).*?around:(\\d+).*", "$1"))
        .toList();
  }
}
