package io.herd;

import io.herd.protocol.ServerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which server of a herd talks with which: an undirected graph, and what follows from its shape,
 * such as the servers whose loss would part the others. All collections are sorted by name and
 * unmodifiable. Immutable.
 */
public final class Topology {

  private final SortedMap<ServerId, SortedSet<ServerId>> neighbours;
  private final SortedSet<Relation> relations;
  private @Nullable Shape shape;

  private Topology(SortedMap<ServerId, SortedSet<ServerId>> neighbours) {
    SortedMap<ServerId, SortedSet<ServerId>> copy = new TreeMap<>();
    SortedSet<Relation> links = new TreeSet<>();
    neighbours.forEach(
        (server, others) -> {
          copy.put(server, Collections.unmodifiableSortedSet(new TreeSet<>(others)));
          others.forEach(other -> links.add(Relation.of(server, other)));
        });
    this.neighbours = Collections.unmodifiableSortedMap(copy);
    this.relations = Collections.unmodifiableSortedSet(links);
  }

  /** A builder of a topology with no server yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** All servers. */
  public SortedSet<ServerId> servers() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(neighbours.keySet()));
  }

  /** All relations, each once. */
  public SortedSet<Relation> relations() {
    return relations;
  }

  /**
   * The servers that this one talks with.
   *
   * @throws IllegalArgumentException if there is no such server
   */
  public SortedSet<ServerId> neighbours(ServerId server) {
    SortedSet<ServerId> others = neighbours.get(server);
    if (others == null) {
      throw new IllegalArgumentException(unknown(server, neighbours.keySet()));
    }
    return others;
  }

  /** Whether every server reaches every other one. */
  public boolean isConnected() {
    return components().size() == 1;
  }

  /** The largest sets of servers that reach each other, in the order of their first names. */
  public List<SortedSet<ServerId>> components() {
    return shape().components();
  }

  /** The servers whose loss parts servers that reached each other (articulation points). */
  public SortedSet<ServerId> singlePointsOfFailure() {
    return shape().articulationPoints();
  }

  /** The relations whose loss parts servers that reached each other (bridges). */
  public SortedSet<Relation> bridges() {
    return shape().bridges();
  }

  /**
   * How many relations an update crosses at most: the longest of the shortest ways.
   *
   * @throws IllegalStateException if the topology is not connected
   */
  public int diameter() {
    requireConnected("diameter");
    return shape().diameter();
  }

  /**
   * How many messages between servers one update costs when it is flooded: each server sends it
   * over each of its relations but the one it came by, {@code 2 E - (N - 1)}.
   *
   * @throws IllegalStateException if the topology is not connected
   */
  public long messagesFlooding() {
    requireConnected("messagesFlooding");
    return 2L * relations.size() - (neighbours.size() - 1);
  }

  /**
   * How many messages between servers one update costs when it is sent along a spanning tree:
   * {@code N - 1}.
   *
   * @throws IllegalStateException if the topology is not connected
   */
  public long messagesTree() {
    requireConnected("messagesTree");
    return neighbours.size() - 1L;
  }

  private void requireConnected(String what) {
    if (!isConnected()) {
      throw new IllegalStateException(
          what + " of a topology in " + components().size() + " parts, must be connected");
    }
  }

  // Computed when first asked for. A race computes the same value twice; Shape is immutable.
  private Shape shape() {
    Shape known = shape;
    if (known == null) {
      known = Shape.of(neighbours);
      shape = known;
    }
    return known;
  }

  private static String unknown(ServerId server, Collection<ServerId> known) {
    return "server " + server + " is not in the topology, must be one of " + known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Topology that && neighbours.equals(that.neighbours);
  }

  @Override
  public int hashCode() {
    return neighbours.hashCode();
  }

  /** The servers with their neighbours. */
  @Override
  public String toString() {
    return neighbours.toString();
  }

  /**
   * Two servers that talk with each other, in either direction. Immutable.
   *
   * @param first the server whose name sorts first; it is the one that dials
   * @param second the other one
   */
  public record Relation(ServerId first, ServerId second) implements Comparable<Relation> {

    /** Checks the order. */
    public Relation {
      if (first.compareTo(second) >= 0) {
        throw new IllegalArgumentException(
            "relation is " + first + " with " + second + ", must be two servers sorted by name");
      }
    }

    /**
     * The relation of two servers, given in any order.
     *
     * @throws IllegalArgumentException if they are the same one
     */
    public static Relation of(ServerId one, ServerId other) {
      if (one.equals(other)) {
        throw new IllegalArgumentException(
            "server " + one + " is related to itself, must be to another one");
      }
      return one.compareTo(other) < 0 ? new Relation(one, other) : new Relation(other, one);
    }

    @Override
    public int compareTo(Relation other) {
      int order = first.compareTo(other.first);
      return order != 0 ? order : second.compareTo(other.second);
    }

    /** Both names. */
    @Override
    public String toString() {
      return first + "-" + second;
    }
  }

  /** Collects servers and relations. Not thread-safe. */
  public static final class Builder {
    private final SortedMap<ServerId, SortedSet<ServerId>> neighbours = new TreeMap<>();

    private Builder() {}

    /** Adds a server; again, it changes nothing. */
    public Builder server(ServerId server) {
      neighbours.computeIfAbsent(server, key -> new TreeSet<>());
      return this;
    }

    /**
     * Relates two servers added before; again, or the other way round, it changes nothing.
     *
     * @throws IllegalArgumentException if one is unknown, or if they are the same one
     */
    public Builder relation(ServerId one, ServerId other) {
      SortedSet<ServerId> ofOne = known(one);
      SortedSet<ServerId> ofOther = known(other);
      Relation.of(one, other);
      ofOne.add(other);
      ofOther.add(one);
      return this;
    }

    private SortedSet<ServerId> known(ServerId server) {
      SortedSet<ServerId> others = neighbours.get(server);
      if (others == null) {
        throw new IllegalArgumentException(unknown(server, neighbours.keySet()));
      }
      return others;
    }

    /**
     * The topology.
     *
     * @throws IllegalArgumentException if it has no server
     */
    public Topology build() {
      if (neighbours.isEmpty()) {
        throw new IllegalArgumentException("topology has 0 servers, must have at least 1");
      }
      return new Topology(neighbours);
    }
  }

  /** What follows from the relations. Immutable. */
  private record Shape(
      List<SortedSet<ServerId>> components,
      SortedSet<ServerId> articulationPoints,
      SortedSet<Relation> bridges,
      int diameter) {

    static Shape of(SortedMap<ServerId, SortedSet<ServerId>> neighbours) {
      List<ServerId> names = new ArrayList<>(neighbours.keySet());
      int[][] links = new int[names.size()][];
      for (int i = 0; i < links.length; i++) {
        SortedSet<ServerId> others = neighbours.getOrDefault(names.get(i), new TreeSet<>());
        links[i] =
            others.stream().mapToInt(other -> Collections.binarySearch(names, other)).toArray();
      }
      GraphWalk walk = new GraphWalk(links);
      walk.run();

      List<SortedSet<ServerId>> components = new ArrayList<>();
      SortedSet<ServerId> points = new TreeSet<>();
      for (int i = 0; i < links.length; i++) {
        if (walk.component(i) == components.size()) {
          components.add(new TreeSet<>());
        }
        components.get(walk.component(i)).add(names.get(i));
        if (walk.isArticulationPoint(i)) {
          points.add(names.get(i));
        }
      }
      SortedSet<Relation> bridges = new TreeSet<>();
      walk.bridges().forEach(b -> bridges.add(Relation.of(names.get(b[0]), names.get(b[1]))));
      components.replaceAll(Collections::unmodifiableSortedSet);
      return new Shape(
          List.copyOf(components),
          Collections.unmodifiableSortedSet(points),
          Collections.unmodifiableSortedSet(bridges),
          walk.diameter());
    }
  }
}
