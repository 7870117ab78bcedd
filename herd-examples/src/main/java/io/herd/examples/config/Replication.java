package io.herd.examples.config;

import io.herd.flood.Flooding;
import io.herd.flood.OriginTrees;
import io.herd.spi.FloodingPolicy;
import java.time.Duration;

/**
 * How what a server accepts comes to the others, and how long it is of use. Immutable.
 *
 * @param policy which way records go
 * @param batching how long a record may wait for others to go with it; zero for not at all
 * @param headsInterval how often a neighbour is told what it holds now
 * @param timeToLive how long after its time a report is of use; zero for ever
 * @param auditInterval how often two neighbours compare what they hold; zero for never
 */
public record Replication(
    PolicyKind policy,
    Duration batching,
    Duration headsInterval,
    Duration timeToLive,
    Duration auditInterval) {

  /** What holds unless told otherwise. */
  public static final Replication DEFAULT =
      new Replication(
          PolicyKind.FLOOD,
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ZERO,
          Duration.ofSeconds(30));

  /** Which way records go. */
  public enum PolicyKind {
    /** Over every relation. */
    FLOOD,
    /** Along a tree for each server, as soon as that is found. */
    TREES;

    /** A policy for one node. */
    public FloodingPolicy open() {
      return this == FLOOD ? new Flooding() : new OriginTrees();
    }
  }
}
