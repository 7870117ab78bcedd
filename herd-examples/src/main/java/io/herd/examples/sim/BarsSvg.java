package io.herd.examples.sim;

import java.util.List;
import java.util.Locale;

/**
 * Groups of bars on a logarithmic scale, with the figure on each, for the ways of spreading side by
 * side. Not thread-safe.
 */
public final class BarsSvg {

  private static final int BAR = 44;
  private static final int HEIGHT = 300;
  private static final int TOP = 80;
  private static final int LEFT = 20;

  private BarsSvg() {}

  /**
   * A group of bars.
   *
   * @param name what the group is
   * @param values one for each way of spreading
   * @param endless whether the way of spreading never ended there
   */
  public record Group(String name, List<Double> values, List<Boolean> endless) {
    /** Copies. */
    public Group {
      values = List.copyOf(values);
      endless = List.copyOf(endless);
    }
  }

  /** The drawing, as the text of an SVG file. */
  public static String of(String title, List<Group> groups) {
    int spreads = Spread.values().length;
    int step = BAR * (spreads + 1);
    Svg svg = new Svg(LEFT + step * groups.size() + LEFT, TOP + HEIGHT + 60, title);
    svg.text(LEFT, 28, 17, "start", title);
    int at = LEFT;
    for (Spread spread : Spread.values()) {
      svg.rectangle(at, 42, 14, 14, "fill=\"" + fill(spread) + "\"");
      svg.text(at + 20, 54, 13, "start", spread.label());
      at += 46 + 8 * spread.label().length();
    }
    double most =
        groups.stream().flatMap(group -> group.values().stream()).max(Double::compare).orElse(1.0);
    double bottom = TOP + HEIGHT;
    for (int i = 0; i < groups.size(); i++) {
      double left = LEFT + i * step + BAR / 2.0;
      bars(svg, groups.get(i), left, bottom, most);
      svg.text(left + BAR * spreads / 2.0, bottom + 22, 12, "middle", groups.get(i).name());
    }
    svg.line(LEFT, bottom, LEFT + step * groups.size(), bottom, "stroke=\"#222222\"");
    svg.text(
        LEFT,
        bottom + 46,
        12,
        "start",
        "logarithmic; \u221e: the messages never end by themselves");
    return svg.end();
  }

  private static void bars(Svg svg, Group group, double left, double bottom, double most) {
    List<Spread> spreads = List.of(Spread.values());
    for (int i = 0; i < spreads.size(); i++) {
      Spread spread = spreads.get(i);
      double value = group.values().get(i);
      double part = value <= 0 ? 0 : Math.log1p(value) / Math.log1p(most);
      double height = HEIGHT * (group.endless().get(i) ? 0.95 : 0.8 * part);
      double x = left + i * BAR;
      svg.rectangle(x + 3, bottom - height, BAR - 6, height, "fill=\"" + fill(spread) + "\"");
      String figure = String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
      figure = group.endless().get(i) ? "\u221e" : figure.replace(".0", "");
      svg.text(x + BAR / 2.0, bottom - height - 5, 12, "middle", figure);
    }
  }

  private static String fill(Spread spread) {
    return spread.colour();
  }
}
