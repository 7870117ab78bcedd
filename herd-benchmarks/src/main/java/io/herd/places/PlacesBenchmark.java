package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.spi.PlacesQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What answering with places costs beside the network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PlacesBenchmark {

  private static final int PAGE = 20;
  private static final int PAGE_BYTES = 36 * 1_024;

  private final PlacesQuery paris = new PlacesQuery(48.8566, 2.3522, 50_000, PAGE);
  private final List<Place> page = new ArrayList<>();
  private final List<String> credits = List.of("<a href=\"https://example.org/\">Example</a>");
  private EmbeddedPlaces embedded = EmbeddedPlaces.load();
  private byte[] body = new byte[0];

  /** Prepares a page of the size that Google's have. */
  @Setup
  public void prepare() {
    Best best = new Best(RankBy.PROMINENCE, PAGE);
    embedded.grid().search(paris.latitude(), paris.longitude(), paris.radiusMetres(), best);
    for (int rank = 0; rank < best.size(); rank++) {
      page.add(embedded.grid().places().place(best.index(rank)));
    }
    String plain = new String(LegacyJson.ok(page, credits), UTF_8);
    int missing = (PAGE_BYTES - plain.getBytes(UTF_8).length) / PAGE;
    // photo references are most of what makes Google's pages longer
    String photo = "\"photos\" : [\n         {\n            \"photo_reference\" : \"";
    String filler =
        photo + "x".repeat(missing - photo.length() - 30) + "\"\n         }\n      ],\n";
    body = plain.replace("\"place_id\"", filler + "         \"place_id\"").getBytes(UTF_8);
    if (Math.abs(body.length - PAGE_BYTES) > 1_024) {
      throw new IllegalStateException("the page has " + body.length + " bytes");
    }
  }

  /** A page of 36 KB cut to 5 of its 20 results. */
  @Benchmark
  public byte[] splice() {
    return Splice.of(body, 5).bytes();
  }

  /** The best 20 of the embedded data at its densest place, Paris within 50 km, not printed. */
  @Benchmark
  public Best search() {
    Best best = new Best(RankBy.PROMINENCE, PAGE);
    embedded.grid().search(paris.latitude(), paris.longitude(), paris.radiusMetres(), best);
    return best;
  }

  /** The same with the answer. */
  @Benchmark
  public byte[] answer() {
    return embedded.nearby(paris).toCompletableFuture().join();
  }

  /** The 20 places printed in the legacy form. */
  @Benchmark
  public byte[] print() {
    return LegacyJson.ok(page, credits);
  }
}
