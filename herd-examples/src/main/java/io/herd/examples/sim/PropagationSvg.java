package io.herd.examples.sim;

import io.herd.Topology.Relation;
import io.herd.examples.sim.Outcome.Hop;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.PlacedTopology.Point;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A drawing of how one update went through a herd: servers in the colour of when it came to them,
 * the relations it went over thick, and how long all updates took. Not thread-safe.
 */
public final class PropagationSvg {

  private static final int SIDE = 800;
  private static final int TOP = 70;
  private static final int MARGIN = 30;
  private static final int HISTOGRAM = 170;
  private static final int BARS = 40;
  private static final int NAMES_MAX = 60;

  private final Outcome outcome;
  private final double lastNanos;
  private final Svg svg;

  private PropagationSvg(Outcome outcome) {
    this.outcome = outcome;
    this.lastNanos =
        outcome.path().arrivalsNanos().values().stream().mapToLong(nanos -> nanos).max().orElse(0);
    this.svg = new Svg(SIDE + 2 * MARGIN, TOP + SIDE + HISTOGRAM + 110, title(outcome));
  }

  /** The drawing of an outcome, as the text of an SVG file. */
  public static String of(Outcome outcome) {
    PropagationSvg drawing = new PropagationSvg(outcome);
    drawing.header();
    drawing.relations();
    drawing.servers();
    drawing.legend(TOP + SIDE + 25);
    drawing.histogram(TOP + SIDE + 75);
    return drawing.svg.end();
  }

  private static String title(Outcome outcome) {
    Plan plan = outcome.plan();
    return plan.placed().name() + ", " + plan.spread().description();
  }

  private void header() {
    Outcome.Path path = outcome.path();
    int messages = path.first().size() + path.again().size();
    svg.text(MARGIN, 30, 20, "start", title(outcome));
    svg.text(
        MARGIN,
        52,
        14,
        "start",
        String.format(
            Locale.ROOT,
            "One update from %s: %d messages for %d other servers, the last after %.0f ms",
            outcome.topology().servers().first(),
            messages,
            outcome.topology().servers().size() - 1,
            lastNanos / 1e6));
  }

  private double x(ServerId server) {
    return MARGIN + place(server).x() * SIDE;
  }

  private double y(ServerId server) {
    return TOP + place(server).y() * SIDE;
  }

  private Point place(ServerId server) {
    Point place = outcome.plan().placed().places().get(server);
    if (place == null) {
      throw new IllegalArgumentException("server " + server + " has no place");
    }
    return place;
  }

  private void relations() {
    Set<Relation> drawn = new HashSet<>();
    outcome.path().first().forEach(hop -> drawn.add(Relation.of(hop.from(), hop.to())));
    Set<Relation> vain = new HashSet<>();
    outcome.path().again().forEach(hop -> vain.add(Relation.of(hop.from(), hop.to())));
    vain.removeAll(drawn);
    for (Relation relation : outcome.topology().relations()) {
      if (!drawn.contains(relation)) {
        boolean inVain = vain.contains(relation);
        draw(
            relation.first(),
            relation.second(),
            inVain
                ? "stroke=\"#e08214\" stroke-width=\"2\" stroke-dasharray=\"5 4\""
                : "stroke=\"#c8c8c8\" stroke-width=\"0.8\"");
      }
    }
    for (Hop hop : outcome.path().first()) {
      draw(hop.from(), hop.to(), "stroke=\"#333333\" stroke-width=\"4\"");
    }
  }

  private void draw(ServerId one, ServerId other, String style) {
    svg.line(x(one), y(one), x(other), y(other), style + " stroke-linecap=\"round\"");
  }

  private void servers() {
    int count = outcome.topology().servers().size();
    double radius = Math.max(5, Math.min(20, 130 / Math.sqrt(count)));
    Map<ServerId, Long> arrivals = outcome.path().arrivalsNanos();
    for (ServerId server : outcome.topology().servers()) {
      Long nanos = arrivals.get(server);
      boolean first = nanos != null && nanos == 0;
      String fill = nanos == null ? "#ffffff" : Svg.colour(part(nanos));
      String when =
          nanos == null ? "never" : String.format(Locale.ROOT, "after %.0f ms", nanos / 1e6);
      svg.circle(
          x(server),
          y(server),
          first ? 1.4 * radius : radius,
          "fill=\"" + fill + "\" stroke=\"#222222\" stroke-width=\"" + (first ? 4 : 1.2) + "\"",
          server + ", " + when);
      if (count <= NAMES_MAX) {
        svg.text(x(server), y(server) + radius + (first ? 20 : 13), 12, "middle", "" + server);
      }
    }
  }

  private double part(long nanos) {
    return lastNanos == 0 ? 0 : nanos / lastNanos;
  }

  private void legend(double y) {
    svg.text(MARGIN, y + 11, 12, "start", "came after");
    for (int i = 0; i < 100; i++) {
      svg.rectangle(
          MARGIN + 80 + 2 * i, y, 2.2, 14, "fill=\"" + Svg.colour(i / 99.0) + "\" stroke=\"none\"");
    }
    svg.text(MARGIN + 80, y + 28, 12, "middle", "0 ms");
    String last = String.format(Locale.ROOT, "%.0f ms", lastNanos / 1e6);
    svg.text(MARGIN + 280, y + 28, 12, "middle", last);
    List<String> kinds = List.of("brought it", "sent in vain", "not used");
    List<String> styles =
        List.of(
            "stroke=\"#333333\" stroke-width=\"4\"",
            "stroke=\"#e08214\" stroke-width=\"2\" stroke-dasharray=\"5 4\"",
            "stroke=\"#c8c8c8\" stroke-width=\"0.8\"");
    for (int i = 0; i < kinds.size(); i++) {
      double x = MARGIN + 340 + 155 * i;
      svg.line(x, y + 7, x + 40, y + 7, styles.get(i));
      svg.text(x + 48, y + 11, 12, "start", kinds.get(i));
    }
  }

  private void histogram(double top) {
    Times times = outcome.latencies();
    double most = times.count() == 0 ? 1 : Math.max(1, times.nanos(times.count() - 1));
    int[] counts = new int[BARS];
    int highest = 1;
    for (int i = 0; i < times.count(); i++) {
      int bar = (int) Math.min(BARS - 1, times.nanos(i) / most * BARS);
      highest = Math.max(highest, ++counts[bar]);
    }
    double width = SIDE / (double) BARS;
    double bottom = top + HISTOGRAM - 40;
    for (int i = 0; i < BARS; i++) {
      double height = (HISTOGRAM - 70.0) * counts[i] / highest;
      String style = "fill=\"#277f8e\" stroke=\"#ffffff\"";
      svg.rectangle(MARGIN + i * width, bottom - height, width, height, style);
    }
    svg.line(MARGIN, bottom, MARGIN + SIDE, bottom, "stroke=\"#222222\"");
    for (int i = 0; i <= 4; i++) {
      String label = String.format(Locale.ROOT, "%.0f ms", most / 1e6 * i / 4);
      svg.text(MARGIN + SIDE * i / 4.0, bottom + 16, 12, "middle", label);
    }
    svg.text(
        MARGIN,
        top + 12,
        14,
        "start",
        String.format(
            Locale.ROOT,
            "%,d updates at every other server: median %s, 99 %% %s, max %s",
            outcome.updates(),
            OutcomeTable.millis(outcome.latencies().millis(0.5)),
            OutcomeTable.millis(outcome.latencies().millis(0.99)),
            OutcomeTable.millis(outcome.latencies().millisMax())));
  }
}
