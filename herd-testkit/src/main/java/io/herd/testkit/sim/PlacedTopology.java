package io.herd.testkit.sim;

import io.herd.Topology;
import io.herd.protocol.ServerId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A topology with a place for each server, for drawing. Immutable.
 *
 * @param name as it was asked for, such as {@code grid:5x5}
 * @param topology who talks with whom
 * @param places where each server is drawn
 */
public record PlacedTopology(String name, Topology topology, SortedMap<ServerId, Point> places) {

  /** Copies the places, and checks that every server has one. */
  public PlacedTopology {
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
    if (!places.keySet().equals(topology.servers())) {
      throw new IllegalArgumentException(
          "places are those of " + places.keySet() + ", must be of " + topology.servers());
    }
  }

  /**
   * A place on a sheet. Immutable.
   *
   * @param x 0 at the left to 1 at the right
   * @param y 0 at the top to 1 at the bottom
   */
  public record Point(double x, double y) {}
}
