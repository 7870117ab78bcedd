package io.herd.benchmarks;

import io.herd.places.EmbeddedPlaces;
import io.herd.places.FilePlaces;
import io.herd.places.RankBy;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How long a file of so many places takes to load, and how much heap stays: a table whose rows are
 * like Overture's, with ids of 36 characters, names of 20 and addresses. Also how long the embedded
 * data takes, and how long a node that uses it has to wait for it.
 *
 * <p>Arguments: {@code places}.
 */
public final class FileLoad {

  private FileLoad() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    int places = Integer.parseInt(args[0]);
    long start = System.nanoTime();
    PlacesProvider embedded = EmbeddedPlaces.loading(RankBy.PROMINENCE);
    long returned = System.nanoTime();
    embedded.nearby(new PlacesQuery(34, -118, 10_000, 5)).toCompletableFuture().join();
    System.out.printf(
        Locale.ROOT,
        "embedded: provider after %.1f ms, first answer after %d ms%n",
        (returned - start) / 1e6,
        (System.nanoTime() - start) / 1_000_000);
    Path file = Files.createTempFile("herd-places", ".csv");
    try {
      write(file, places);
      for (int round = 1; round <= 3; round++) {
        measure(file);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void measure(Path file) throws IOException {
    long before = heap();
    long start = System.nanoTime();
    FilePlaces loaded = FilePlaces.of(file).load();
    long nanos = System.nanoTime() - start;
    System.out.printf(
        Locale.ROOT,
        "%,d places of %,d MB: %,d ms, %,d MB of heap stay%n",
        loaded.size(),
        Files.size(file) >> 20,
        nanos / 1_000_000,
        heap() - before >> 20);
    loaded.close();
  }

  private static void write(Path file, int places) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,name,lat,lon,category,address,city,confidence\n");
      for (int i = 0; i < places; i++) {
        out.write(
            String.format(
                Locale.ROOT,
                "08f%033d,Place number %07d,%.7f,%.7f,kind_%d,%d Main Street,Town %d,0.%d%n",
                random.nextLong(1L << 60),
                i,
                random.nextDouble(-90, 90),
                random.nextDouble(-180, 180),
                random.nextInt(2_000),
                random.nextInt(10_000),
                random.nextInt(1_000),
                random.nextInt(1_000)));
      }
    }
  }

  @SuppressWarnings("SystemGc") // to see what stays
  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
