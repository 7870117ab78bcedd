package io.herd.testkit.sim;

import io.herd.Topology;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.PlacedTopology.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Numbered servers being related and placed. Not thread-safe. */
final class Sketch {

  private final List<ServerId> names;
  private final List<SortedSet<Integer>> neighbours = new ArrayList<>();

  Sketch(List<String> names) {
    this.names = names.stream().map(ServerId::of).toList();
    names.forEach(name -> neighbours.add(new TreeSet<>()));
  }

  /** Servers S1, S2 and so on, with so many digits that they sort by number. */
  static Sketch of(int servers) {
    List<String> names = new ArrayList<>();
    addNames(names, "S", servers);
    return new Sketch(names);
  }

  /** Servers A1, A2, ..., B1, B2, ..., one letter a zone. */
  static Sketch inZones(int size, int zones) {
    List<String> names = new ArrayList<>();
    for (int zone = 0; zone < zones; zone++) {
      addNames(names, String.valueOf((char) ('A' + zone)), size);
    }
    return new Sketch(names);
  }

  private static void addNames(List<String> names, String prefix, int count) {
    String form = prefix + "%0" + Integer.toString(count).length() + "d";
    for (int i = 1; i <= count; i++) {
      names.add(String.format(Locale.ROOT, form, i));
    }
  }

  void relate(int one, int other) {
    neighbours.get(one).add(other);
    neighbours.get(other).add(one);
  }

  /** Relates each of some servers with those so many places further around. */
  void circulant(int first, int servers, List<Integer> steps) {
    for (int i = 0; i < servers; i++) {
      for (int step : steps) {
        int other = (i + step) % servers;
        if (other != i) {
          relate(first + i, first + other);
        }
      }
    }
  }

  /**
   * Relates some servers so that each has as many neighbours. Ends are paired at random; a pair
   * that cannot be, since it is a server with itself or a relation that is there, changes its ends
   * with a pair drawn at random, until all are good.
   */
  void regular(int first, int servers, int degree, RandomGenerator random) {
    int[] ends = new int[servers * degree];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = i / degree;
    }
    for (int i = ends.length - 1; i > 0; i--) {
      swap(ends, i, random.nextInt(i + 1));
    }
    int[][] counts = new int[servers][servers];
    for (int i = 0; i < ends.length; i += 2) {
      count(counts, ends[i], ends[i + 1], 1);
    }
    boolean good = false;
    while (!good) {
      good = true;
      for (int i = 0; i < ends.length; i += 2) {
        if (ends[i] == ends[i + 1] || counts[ends[i]][ends[i + 1]] > 1) {
          good = false;
          int other = 2 * random.nextInt(ends.length / 2);
          count(counts, ends[i], ends[i + 1], -1);
          count(counts, ends[other], ends[other + 1], -1);
          swap(ends, i + 1, other + 1);
          count(counts, ends[i], ends[i + 1], 1);
          count(counts, ends[other], ends[other + 1], 1);
        }
      }
    }
    for (int i = 0; i < ends.length; i += 2) {
      relate(first + ends[i], first + ends[i + 1]);
    }
  }

  private static void swap(int[] array, int one, int other) {
    int kept = array[one];
    array[one] = array[other];
    array[other] = kept;
  }

  private static void count(int[][] counts, int one, int other, int change) {
    counts[one][other] += change;
    if (one != other) {
      counts[other][one] += change;
    }
  }

  Topology topology() {
    Topology.Builder builder = Topology.builder();
    names.forEach(builder::server);
    for (int i = 0; i < names.size(); i++) {
      for (int other : neighbours.get(i).headSet(i)) {
        builder.relation(names.get(other), names.get(i));
      }
    }
    return builder.build();
  }

  // --- places ---

  PlacedTopology inCircle(String name) {
    return inCircles(name, 1);
  }

  /** Equal parts of the servers, each in a circle, side by side in a square as far as that goes. */
  PlacedTopology inCircles(String name, int circles) {
    SortedMap<ServerId, Point> places = new TreeMap<>();
    int columns = (int) Math.ceil(Math.sqrt(circles));
    int rows = (circles + columns - 1) / columns;
    int size = names.size() / circles;
    double radius = 0.46 / Math.max(columns, rows);
    for (int i = 0; i < names.size(); i++) {
      int column = i / size % columns;
      int row = i / size / columns;
      double x = (column + 0.5) / columns;
      double y = (row + 0.5) / rows;
      places.put(names.get(i), onCircle(x, y, radius, i % size / (double) size));
    }
    return new PlacedTopology(name, topology(), places);
  }

  PlacedTopology inGrid(String name, int columns) {
    SortedMap<ServerId, Point> places = new TreeMap<>();
    int rows = (names.size() + columns - 1) / columns;
    double step = 0.92 / Math.max(1, Math.max(columns, rows) - 1);
    for (int i = 0; i < names.size(); i++) {
      int row = i / columns;
      double x = 0.5 + (i % columns - (columns - 1) / 2.0) * step;
      double y = 0.5 + (row - (rows - 1) / 2.0) * step;
      places.put(names.get(i), new Point(x, y));
    }
    return new PlacedTopology(name, topology(), places);
  }

  /** The first server in the middle, the others on rings by the relations to it, near their own. */
  PlacedTopology inRings(String name) {
    SortedMap<ServerId, Point> places = new TreeMap<>();
    int[] nearer = new int[names.size()];
    double[] turn = new double[names.size()];
    boolean[] seen = new boolean[names.size()];
    seen[0] = true;
    places.put(names.get(0), new Point(0.5, 0.5));
    List<List<Integer>> rings = rings(nearer, seen);
    for (int ring = 1; ring < rings.size(); ring++) {
      List<Integer> servers = rings.get(ring);
      servers.sort(Comparator.<Integer>comparingDouble(i -> turn[nearer[i]]).thenComparing(i -> i));
      for (int i = 0; i < servers.size(); i++) {
        int server = servers.get(i);
        turn[server] = i / (double) servers.size();
        double radius = 0.46 * ring / (rings.size() - 1);
        places.put(names.get(server), onCircle(0.5, 0.5, radius, turn[server]));
      }
    }
    return new PlacedTopology(name, topology(), places);
  }

  /** The servers by the number of relations to the first one. */
  private List<List<Integer>> rings(int[] nearer, boolean[] seen) {
    List<List<Integer>> rings = new ArrayList<>();
    List<Integer> ring = new ArrayList<>(Arrays.asList(0));
    while (!ring.isEmpty()) {
      rings.add(ring);
      List<Integer> next = new ArrayList<>();
      for (int server : ring) {
        for (int other : neighbours.get(server)) {
          if (!seen[other]) {
            seen[other] = true;
            nearer[other] = server;
            next.add(other);
          }
        }
      }
      ring = next;
    }
    return rings;
  }

  /** A place on a circle, a part of the whole turn clockwise from the top. */
  private static Point onCircle(double x, double y, double radius, double turn) {
    double angle = 2 * Math.PI * turn - Math.PI / 2;
    return new Point(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
}
