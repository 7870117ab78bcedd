package io.herd.places;

import io.herd.spi.PlacesQuery;
import java.util.Arrays;

/** Prints the figures of docs/places.md: loading, heap, and microseconds an answer. */
final class EmbeddedPlacesFigures {

  private static final int ROUNDS = 5;
  private static final int QUERIES = 4_000;

  private EmbeddedPlacesFigures() {}

  public static void main(String[] arguments) {
    long before = heap();
    long start = System.nanoTime();
    EmbeddedPlaces places = EmbeddedPlaces.load();
    System.out.printf("load        %6.0f ms%n", (System.nanoTime() - start) / 1e6);
    System.out.printf("heap        %6.1f MB%n", (heap() - before) / 1e6);
    print(places, "UCLA 10 km", new PlacesQuery(34.068930, -118.445127, 10_000, 20));
    print(places, "UCLA 50 km", new PlacesQuery(34.068930, -118.445127, 50_000, 20));
    print(places, "Paris 50 km", new PlacesQuery(48.8566, 2.3522, 50_000, 20));
    print(places, "Kansas 50 km", new PlacesQuery(38.5, -98.5, 50_000, 20));
    print(places, "South Pole 50 km", new PlacesQuery(-90, 0, 50_000, 20));
  }

  /** The median of some rounds after warming up. */
  private static void print(EmbeddedPlaces places, String name, PlacesQuery query) {
    double[] micros = new double[ROUNDS];
    long bytes = 0;
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < QUERIES; i++) {
        bytes += places.nearby(query).toCompletableFuture().join().length;
      }
      micros[Math.max(round, 0)] = (System.nanoTime() - start) / 1e3 / QUERIES;
    }
    Arrays.sort(micros);
    System.out.printf(
        "%-16s %6.1f us, %d bytes%n", name, micros[ROUNDS / 2], bytes / QUERIES / ROUNDS / 2);
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
