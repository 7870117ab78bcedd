package io.herd.internal;

/**
 * The times that a node keeps to, in nanoseconds. Immutable.
 *
 * @param maxFuture how far ahead of a server's clock a client's time counts; the same in the herd
 * @param timeToLive how long after its effective time a record is of use, 0 for ever; the same in
 *     the herd
 * @param ping how often a link shows that it is there
 * @param heads how often a neighbour is told the heads that have moved
 * @param batching how long a record may wait for others to go with it, 0 not at all
 * @param audit how often two neighbours compare what they hold, 0 never
 */
public record Timing(
    long maxFuture, long timeToLive, long ping, long heads, long batching, long audit) {

  /** What a node keeps to unless told otherwise. */
  public static Timing defaults() {
    return new Timing(60_000_000_000L, 0, 1_000_000_000L, 1_000_000_000L, 0, 30_000_000_000L);
  }
}
