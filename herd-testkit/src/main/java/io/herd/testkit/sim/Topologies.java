package io.herd.testkit.sim;

import io.herd.Topology;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Topologies by name, for simulations and benchmarks:
 *
 * <table>
 * <caption>Names</caption>
 * <tr><td>{@code default}</td><td>the five-server herd: a ring of five with one chord</td></tr>
 * <tr><td>{@code full:5}</td><td>everybody with everybody</td></tr>
 * <tr><td>{@code ring:25}, {@code line:8}, {@code star:25}</td><td>as they say; a star has one hub
 * among its servers</td></tr>
 * <tr><td>{@code grid:5x5}</td><td>rows by columns, each server with those beside, above and
 * below it</td></tr>
 * <tr><td>{@code circulant:25:1,5,7}</td><td>a ring on which each server also talks with those so
 * many places further</td></tr>
 * <tr><td>{@code regular:200:6}</td><td>every server has six neighbours, drawn at random from the
 * seed; connected</td></tr>
 * <tr><td>{@code zones:50x2:2}</td><td>fifty servers in each of two zones, six neighbours each
 * inside; two gateways in each zone, each related to one in the next zone</td></tr>
 * </table>
 *
 * <p>Thread-safe.
 */
public final class Topologies {

  /** More servers than anybody simulates: a misspelt number ends here and not in a long wait. */
  public static final int SERVERS_MAX = 2_000;

  /** The neighbours that a server of {@code zones} has in its own zone, if there are so many. */
  private static final int ZONE_DEGREE = 6;

  private static final Pattern SIZE = Pattern.compile("\\d{1,6}");
  private static final Pattern GRID = Pattern.compile("(\\d{1,6})x(\\d{1,6})");
  private static final Pattern CIRCULANT = Pattern.compile("(\\d{1,6}):(\\d{1,6}(?:,\\d{1,6})*)");
  private static final Pattern REGULAR = Pattern.compile("(\\d{1,6}):(\\d{1,6})");
  private static final Pattern ZONES = Pattern.compile("(\\d{1,6})x(\\d{1,6}):(\\d{1,6})");

  private final String text;
  private final long seed;

  private Topologies(String text, long seed) {
    this.text = text;
    this.seed = seed;
  }

  /** One name of each kind. */
  public static List<String> examples() {
    return List.of(
        "default",
        "full:5",
        "ring:25",
        "line:8",
        "star:25",
        "grid:5x5",
        "circulant:25:1,5,7",
        "regular:200:6",
        "zones:50x2:2");
  }

  /**
   * The topology of this name.
   *
   * @param seed what random relations are drawn from
   * @throws IllegalArgumentException if there is none, with the reason
   */
  public static PlacedTopology parse(String name, long seed) {
    return new Topologies(name, seed).parse();
  }

  private PlacedTopology parse() {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    return switch (kind) {
      case "default" -> fiveServers(rest);
      case "full" -> full(size(rest, "full:SERVERS, as in full:5", 2));
      case "ring" -> circulant(size(rest, "ring:SERVERS, as in ring:25", 3), List.of(1));
      case "line" -> line(size(rest, "line:SERVERS, as in line:8", 2));
      case "star" -> star(size(rest, "star:SERVERS, as in star:25", 3));
      case "grid" -> grid(match(GRID, rest, "grid:ROWSxCOLUMNS, as in grid:5x5"));
      case "circulant" ->
          circulant(match(CIRCULANT, rest, "circulant:SERVERS:STEPS, as in circulant:25:1,5,7"));
      case "regular" ->
          regular(match(REGULAR, rest, "regular:SERVERS:NEIGHBOURS, as in regular:200:6"));
      case "zones" -> zones(match(ZONES, rest, "zones:SERVERSxZONES:GATEWAYS, as in zones:50x2:2"));
      default -> throw wrong("must be one like " + String.join(", ", examples()));
    };
  }

  private IllegalArgumentException wrong(String rule) {
    return new IllegalArgumentException("topology is \"" + text + "\", " + rule);
  }

  private Matcher match(Pattern pattern, String rest, String form) {
    Matcher matcher = pattern.matcher(rest);
    if (!matcher.matches()) {
      throw wrong("must be " + form);
    }
    return matcher;
  }

  private int size(String rest, String form, int least) {
    return inRange(match(SIZE, rest, form).group(), "servers", least, SERVERS_MAX);
  }

  private int inRange(String digits, String what, int least, int most) {
    int value = Integer.parseInt(digits);
    if (value < least || value > most) {
      throw wrong(what + " must be " + least + ".." + most);
    }
    return value;
  }

  private PlacedTopology fiveServers(String rest) {
    if (!rest.isEmpty()) {
      throw wrong("must be default, with nothing behind it");
    }
    // in the order of the ring, which is how it is drawn
    Sketch sketch = new Sketch(List.of("Clark", "Bona", "Bailey", "Campbell", "Jaquez"));
    for (int i = 0; i < 5; i++) {
      sketch.relate(i, (i + 1) % 5);
    }
    sketch.relate(1, 3);
    return sketch.inCircle(text);
  }

  private PlacedTopology full(int servers) {
    Sketch sketch = Sketch.of(servers);
    for (int i = 0; i < servers; i++) {
      for (int j = 0; j < i; j++) {
        sketch.relate(i, j);
      }
    }
    return sketch.inCircle(text);
  }

  private PlacedTopology line(int servers) {
    Sketch sketch = Sketch.of(servers);
    for (int i = 1; i < servers; i++) {
      sketch.relate(i - 1, i);
    }
    return sketch.inGrid(text, servers);
  }

  private PlacedTopology star(int servers) {
    Sketch sketch = Sketch.of(servers);
    for (int i = 1; i < servers; i++) {
      sketch.relate(0, i);
    }
    return sketch.inRings(text);
  }

  private PlacedTopology grid(Matcher match) {
    int rows = inRange(match.group(1), "rows", 1, SERVERS_MAX);
    int columns = inRange(match.group(2), "columns", 1, SERVERS_MAX);
    int servers = inRange(Long.toString((long) rows * columns), "servers", 2, SERVERS_MAX);
    Sketch sketch = Sketch.of(servers);
    for (int i = 0; i < servers; i++) {
      if (i % columns > 0) {
        sketch.relate(i - 1, i);
      }
      if (i >= columns) {
        sketch.relate(i - columns, i);
      }
    }
    return sketch.inGrid(text, columns);
  }

  private PlacedTopology circulant(Matcher match) {
    int servers = inRange(match.group(1), "servers", 3, SERVERS_MAX);
    TreeSet<Integer> steps = new TreeSet<>();
    for (String step : match.group(2).split(",", -1)) {
      steps.add(inRange(step, "steps", 1, servers - 1));
    }
    return circulant(servers, List.copyOf(steps));
  }

  private PlacedTopology circulant(int servers, List<Integer> steps) {
    Sketch sketch = Sketch.of(servers);
    sketch.circulant(0, servers, steps);
    Topology topology = sketch.topology();
    if (!topology.isConnected()) {
      throw wrong("the steps must connect all servers, and leave parts");
    }
    return sketch.inCircle(text);
  }

  private PlacedTopology regular(Matcher match) {
    int servers = inRange(match.group(1), "servers", 4, SERVERS_MAX);
    int degree = inRange(match.group(2), "neighbours", 2, servers - 1);
    if (servers * degree % 2 != 0) {
      throw wrong("servers times neighbours must be even");
    }
    SplittableRandom random = new SplittableRandom(seed);
    Sketch sketch = Sketch.of(servers);
    sketch.regular(0, servers, degree, random);
    while (!sketch.topology().isConnected()) {
      sketch = Sketch.of(servers);
      sketch.regular(0, servers, degree, random);
    }
    return sketch.inRings(text);
  }

  private PlacedTopology zones(Matcher match) {
    int size = inRange(match.group(1), "servers of a zone", 3, SERVERS_MAX);
    int zones = inRange(match.group(2), "zones", 2, 26);
    int gateways = inRange(match.group(3), "gateways", 1, size);
    inRange(Integer.toString(size * zones), "servers", 6, SERVERS_MAX);
    // inside a zone a ring with chords of a few lengths: short ways, and the same for everybody
    TreeSet<Integer> steps = new TreeSet<>(List.of(1));
    for (int i = 2; 2 * i <= ZONE_DEGREE && size > ZONE_DEGREE; i++) {
      steps.add(1 + (int) Math.round(size * (i - 1) / (double) (ZONE_DEGREE + 1)));
    }
    Sketch sketch = Sketch.inZones(size, zones);
    for (int zone = 0; zone < zones; zone++) {
      sketch.circulant(zone * size, size, List.copyOf(steps));
      int next = (zone + 1) % zones;
      for (int gateway = 0; gateway < gateways && (zones > 2 || zone == 0); gateway++) {
        int place = gateway * size / gateways;
        sketch.relate(zone * size + place, next * size + place);
      }
    }
    return sketch.inCircles(text, zones);
  }
}
