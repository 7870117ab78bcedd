package io.herd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LimitsTest {

  private static final long INT_MAX = Integer.MAX_VALUE;

  /** A component: how to set and get it, and its least and greatest value. */
  private record Bound(
      String name,
      java.util.function.BiFunction<Limits.Builder, Long, Limits.Builder> set,
      Function<Limits, Long> get,
      long least,
      long most) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Arguments> bounds() {
    return Stream.of(
            new Bound(
                "lineBytes",
                (b, n) -> b.lineBytes(n.intValue()),
                l -> (long) l.lineBytes(),
                64,
                1 << 20),
            new Bound(
                "unfinishedBytes",
                (b, n) -> b.unfinishedBytes(n),
                Limits::unfinishedBytes,
                131_072,
                Long.MAX_VALUE),
            new Bound(
                "pipelined",
                (b, n) -> b.pipelined(n.intValue()),
                l -> (long) l.pipelined(),
                1,
                1 << 20),
            new Bound(
                "clientOutboxBytes",
                (b, n) -> b.clientOutboxBytes(n.intValue()),
                l -> (long) l.clientOutboxBytes(),
                1,
                1 << 30),
            new Bound(
                "unsentBytes", (b, n) -> b.unsentBytes(n), Limits::unsentBytes, 1, Long.MAX_VALUE),
            new Bound(
                "peerOutboxBytes",
                (b, n) -> b.peerOutboxBytes(n.intValue()),
                l -> (long) l.peerOutboxBytes(),
                1,
                1 << 30),
            new Bound(
                "connections",
                (b, n) -> b.connections(n.intValue()),
                l -> (long) l.connections(),
                1,
                INT_MAX),
            new Bound(
                "unidentified",
                (b, n) -> b.unidentified(n.intValue()),
                l -> (long) l.unidentified(),
                1,
                INT_MAX),
            new Bound(
                "idle",
                (b, n) -> b.idle(Duration.ofSeconds(n)),
                l -> l.idle().toSeconds(),
                1,
                INT_MAX),
            new Bound(
                "clients", (b, n) -> b.clients(n.intValue()), l -> (long) l.clients(), 1, 1 << 28),
            new Bound(
                "storeBytes", (b, n) -> b.storeBytes(n), Limits::storeBytes, 1, Long.MAX_VALUE),
            new Bound(
                "placesInFlight",
                (b, n) -> b.placesInFlight(n.intValue()),
                l -> (long) l.placesInFlight(),
                1,
                INT_MAX),
            new Bound(
                "placesTimeout",
                (b, n) -> b.placesTimeout(Duration.ofMillis(n)),
                l -> l.placesTimeout().toMillis(),
                1,
                INT_MAX),
            new Bound(
                "radiusKm", (b, n) -> b.radiusKm(n.intValue()), l -> (long) l.radiusKm(), 0, 50),
            new Bound("results", (b, n) -> b.results(n.intValue()), l -> (long) l.results(), 0, 20))
        .map(Arguments::of);
  }

  private static Limits with(Bound bound, long value) {
    return bound.set.apply(Limits.builder(), value).build();
  }

  private static void assertRefused(Bound bound, long value) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> with(bound, value));
    assertTrue(refusal.getMessage().contains(bound.name), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(" is " + value), refusal.getMessage());
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void leastValueIsTakenAndOneLessIsNot(Bound bound) {
    assertEquals(bound.least, bound.get.apply(with(bound, bound.least)));
    assertEquals(bound.least + 1, bound.get.apply(with(bound, bound.least + 1)));
    assertRefused(bound, bound.least - 1);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void greatestValueIsTakenAndOneMoreIsNot(Bound bound) {
    boolean linesFit = bound.name.equals("lineBytes");
    Limits.Builder builder = Limits.builder().unfinishedBytes(linesFit ? bound.most : 1L << 26);
    assertEquals(bound.most, bound.get.apply(bound.set.apply(builder, bound.most).build()));
    assertEquals(bound.most - 1, bound.get.apply(bound.set.apply(builder, bound.most - 1).build()));
    if (bound.most < INT_MAX || bound.most == INT_MAX && bound.name.matches("idle|placesTimeout")) {
      assertRefused(bound, bound.most + 1);
    }
  }

  @Test
  void unfinishedBytesTakeAtLeastOneLine() {
    Limits.Builder builder = Limits.builder().lineBytes(100);
    assertEquals(100, builder.unfinishedBytes(100).build().unfinishedBytes());
    assertThrows(IllegalArgumentException.class, () -> builder.unfinishedBytes(99).build());
  }

  @Test
  void defaultsAreTheDocumentedOnes() {
    Limits limits = Limits.defaults();
    assertEquals(131_072, limits.lineBytes());
    assertEquals(50, limits.radiusKm());
    assertEquals(20, limits.results());
  }
}
