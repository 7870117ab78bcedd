package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesQuery;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddedPlacesTest {

  private static final double UCLA_LATITUDE = 34.068930;
  private static final double UCLA_LONGITUDE = -118.445127;

  private final EmbeddedPlaces places = EmbeddedPlaces.load();

  @Test
  void allPlacesAreThere() {
    assertEquals(289_774, places.size());
  }

  @Test
  void countsAroundKnownPointsAreThoseOfTheData() {
    assertEquals(
        List.of(2, 6, 22, 44, 348), counts(UCLA_LATITUDE, UCLA_LONGITUDE, 1, 2, 5, 10, 50));
    assertEquals(List.of(3, 15, 44, 108, 892), counts(48.8566, 2.3522, 1, 2, 5, 10, 50));
    assertEquals(List.of(1, 1, 3, 19), counts(38.5, -98.5, 5, 10, 20, 50));
  }

  @Test
  void bestKnownPlacesComeFirst() {
    assertEquals(
        List.of(
            "Santa Monica Municipal Airport",
            "Santa Monica",
            "Sherman Oaks",
            "Venice",
            "Culver City",
            "West Hollywood",
            "Beverly Hills",
            "Studio City",
            "Marina del Rey",
            "Century City"),
        ask(places, UCLA_LATITUDE, UCLA_LONGITUDE, 10_000, 10).names());
  }

  @Test
  void nearestPlacesComeFirstIfAskedFor() {
    EmbeddedPlaces nearest = EmbeddedPlaces.load(RankBy.DISTANCE);
    List<String> names = ask(nearest, UCLA_LATITUDE, UCLA_LONGITUDE, 10_000, 20).names();
    assertEquals("Ronald Reagan UCLA Medical Center Helistop", names.get(0));
    assertEquals("UCLA Emergency Medicine Department Heliport", names.get(1));
    assertTrue(names.indexOf("Bel Air") < names.indexOf("Westwood"), names::toString);
  }

  @Test
  void wholeAnswerHasTheseBytes() {
    EmbeddedPlaces nearest = EmbeddedPlaces.load(RankBy.DISTANCE);
    byte[] body = body(nearest, 34.01949, -118.49138, 0, 20);
    assertEquals(
        """
        {
           "html_attributions" : [
              "Places: \\u003ca href=\\"https://www.geonames.org/\\"\\u003eGeoNames\\u003c/a\\u003e \
        (\\u003ca href=\\"https://creativecommons.org/licenses/by/4.0/\\"\\u003eCC BY 4.0\\u003c/a\\u003e, \
        modified)"
           ],
           "results" : [
              {
                 "geometry" : {
                    "location" : {
                       "lat" : 34.01949,
                       "lng" : -118.49138
                    },
                    "viewport" : {
                       "northeast" : {
                          "lat" : 34.02083898,
                          "lng" : -118.49003102
                       },
                       "southwest" : {
                          "lat" : 34.01814101999999,
                          "lng" : -118.49272898
                       }
                    }
                 },
                 "name" : "Santa Monica",
                 "place_id" : "geonames:5393212",
                 "plus_code" : {
                    "global_code" : "85632G95+QC"
                 },
                 "reference" : "geonames:5393212",
                 "scope" : "GEONAMES",
                 "types" : [ "locality", "political" ],
                 "vicinity" : "Santa Monica"
              }
           ],
           "status" : "OK"
        }
        """,
        new String(body, UTF_8));
  }

  @Test
  void answersAreCutToWhatIsAskedFor() {
    for (int max : new int[] {0, 1, 19, 20}) {
      Answer answer = ask(places, UCLA_LATITUDE, UCLA_LONGITUDE, 50_000, max);
      assertEquals(max, answer.names().size());
      assertEquals("OK", answer.status());
    }
  }

  @Test
  void answersHaveAtMostTwentyResults() {
    assertEquals(20, ask(places, UCLA_LATITUDE, UCLA_LONGITUDE, 50_000, 21).names().size());
  }

  @Test
  void smallerAnswerIsTheStartOfTheLargerOne() {
    List<String> all = ask(places, 48.8566, 2.3522, 50_000, 20).ids();
    for (int max = 0; max <= 20; max++) {
      assertEquals(all.subList(0, max), ask(places, 48.8566, 2.3522, 50_000, max).ids());
    }
  }

  @Test
  void statusTellsWhetherAnythingIsNearEvenIfNothingIsShown() {
    assertEquals("OK", ask(places, 38.5, -98.5, 5_000, 0).status());
    assertEquals("ZERO_RESULTS", ask(places, 0, -30, 50_000, 0).status());
    assertEquals("ZERO_RESULTS", ask(places, 0, -30, 50_000, 20).status());
  }

  @Test
  void creditsAreThoseOfTheResultsSources() {
    assertEquals(2, ask(places, UCLA_LATITUDE, UCLA_LONGITUDE, 10_000, 20).attributions().size());
    Answer airport = ask(places, UCLA_LATITUDE, UCLA_LONGITUDE, 10_000, 1);
    assertEquals(1, airport.attributions().size());
    assertTrue(airport.attributions().get(0).contains("OurAirports"));
    assertEquals(List.of(), ask(places, UCLA_LATITUDE, UCLA_LONGITUDE, 10_000, 0).attributions());
  }

  @Test
  void polesAndDateLineAreAnswered() {
    assertEquals(
        List.of("Amundsen–Scott South Pole Station Airport"),
        airportNames(ask(places, -90, 0, 50_000, 20)));
    assertEquals("ZERO_RESULTS", ask(places, 90, 180, 50_000, 20).status());
    Set<String> west = Set.copyOf(ask(places, -16.8, 180, 50_000, 20).ids());
    assertEquals(west, Set.copyOf(ask(places, -16.8, -180, 50_000, 20).ids()));
    assertTrue(!west.isEmpty());
  }

  @Test
  void allAnswersAreJson() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    PlaceTable table = PackedPlaces.load().places();
    for (int i = 0; i < 2_000; i++) {
      int index = random.nextInt(table.size());
      Answer answer =
          ask(places, table.latitude(index), table.longitude(index), random.nextInt(5_000), 20);
      assertEquals("OK", answer.status(), "seed " + seed);
      assertEquals(answer.names().size(), new HashSet<>(answer.ids()).size(), () -> "seed " + seed);
    }
  }

  @Test
  void stageIsCompleteWhenItIsReturned() {
    assertTrue(places.nearby(new PlacesQuery(0, 0, 0, 0)).toCompletableFuture().isDone());
  }

  @Test
  void eachAnswerIsAnArrayOfItsOwn() {
    byte[] first = body(places, 38.5, -98.5, 50_000, 20);
    byte[] copy = first.clone();
    Arrays.fill(first, (byte) 0);
    assertEquals(new String(copy, UTF_8), new String(body(places, 38.5, -98.5, 50_000, 20), UTF_8));
  }

  @Test
  void threadsGetTheAnswersOfOneThread() {
    List<String> alone = IntStream.range(0, 200).mapToObj(this::somewhere).toList();
    List<String> together = IntStream.range(0, 200).parallel().mapToObj(this::somewhere).toList();
    assertEquals(alone, together);
  }

  @Test
  void instancesShareTheIndex() {
    assertSame(places.grid(), EmbeddedPlaces.load(RankBy.DISTANCE).grid());
  }

  @Test
  void licencesComeWithTheData() throws IOException {
    List<URL> notices =
        Collections.list(EmbeddedPlaces.class.getClassLoader().getResources("META-INF/NOTICE"));
    StringBuilder all = new StringBuilder();
    for (URL notice : notices) {
      try (InputStream in = notice.openStream()) {
        all.append(new String(in.readAllBytes(), UTF_8));
      }
    }
    assertTrue(all.indexOf("io/herd/places/geonames.places") >= 0, all::toString);
    assertTrue(all.indexOf("io/herd/places/ourairports.places") >= 0, all::toString);
  }

  private String somewhere(int number) {
    return new String(body(places, number % 60, number % 120, 50_000, 20), UTF_8);
  }

  private static List<String> airportNames(Answer answer) {
    return answer.names().stream().filter(name -> name.endsWith("Airport")).toList();
  }

  private List<Integer> counts(double latitude, double longitude, int... kilometres) {
    return IntStream.of(kilometres)
        .map(
            km -> {
              Best best = new Best(RankBy.DISTANCE, 0);
              places.grid().search(latitude, longitude, km * 1_000, best);
              return best.found();
            })
        .boxed()
        .toList();
  }

  private static Answer ask(
      EmbeddedPlaces places, double latitude, double longitude, double radius, int max) {
    return Answer.parse(body(places, latitude, longitude, radius, max));
  }

  private static byte[] body(
      EmbeddedPlaces places, double latitude, double longitude, double radius, int max) {
    return places
        .nearby(new PlacesQuery(latitude, longitude, radius, max))
        .toCompletableFuture()
        .join();
  }
}
