package io.herd.examples.sim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How updates are spread in an experiment: by Herd itself, or by a rule it is compared with.
 * Immutable.
 */
public enum Spread {
  /** Herd, every record over every relation. */
  FLOOD("flood", null, "#365c8d", "Herd, flooding"),
  /** Herd, a tree for each origin. */
  TREES("trees", null, "#1fa187", "Herd, a tree for each origin"),
  /** Told when the time is another than that of the kept report. */
  TIME_DIFFERS("time-differs", FloodingRule.TIME_DIFFERS, "#e08214", "told if the time differs"),
  /** Told unless the stamp is the last one seen. */
  LAST_STAMP(
      "last-stamp",
      FloodingRule.LAST_STAMP,
      "#b35806",
      "told unless the stamp is the last one seen"),
  /** Told always, but not back. */
  RING("ring", FloodingRule.RING, "#fdb863", "told always, but to neither sender nor origin");

  private final String label;
  private final @Nullable FloodingRule rule;
  private final String colour;
  private final String description;

  Spread(String label, @Nullable FloodingRule rule, String colour, String description) {
    this.label = label;
    this.rule = rule;
    this.colour = colour;
    this.description = description;
  }

  /** The name that people use. */
  public String label() {
    return label;
  }

  /** In a few words. */
  public String description() {
    return description;
  }

  /** Whether it is Herd itself. */
  public boolean isHerd() {
    return rule == null;
  }

  /** The colour it is drawn in. */
  String colour() {
    return colour;
  }

  Optional<FloodingRule> rule() {
    return Optional.ofNullable(rule);
  }

  /** All labels. */
  public static List<String> labels() {
    return List.of(values()).stream().map(Spread::label).toList();
  }

  /**
   * The one with this label, in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Spread labelled(String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    return List.of(values()).stream()
        .filter(spread -> spread.label.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "policy is \"" + label + "\", must be one of " + labels()));
  }
}
