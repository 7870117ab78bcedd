package io.herd.examples.config;

import io.herd.examples.config.Replication.PolicyKind;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Reads the section {@code replication}. */
final class ReplicationSection {

  private static final Duration LIFE_MAX = Duration.ofDays(3_650);

  private ReplicationSection() {}

  /** What it says; the defaults for what is missing or wrong. */
  static Replication read(Section section) {
    Replication usual = Replication.DEFAULT;
    Replication read =
        new Replication(
            section.value(
                "policy",
                text -> Scalars.constant(text, List.of(PolicyKind.values())),
                usual.policy()),
            section.value("batching", upTo(Duration.ofSeconds(10), "10s"), usual.batching()),
            section.value("headsInterval", ReplicationSection::heads, usual.headsInterval()),
            section.value("timeToLive", upTo(LIFE_MAX, "3650d"), usual.timeToLive()),
            section.value("auditInterval", upTo(Duration.ofDays(1), "1d"), usual.auditInterval()));
    section.refuseOthers();
    return read;
  }

  private static Duration heads(String text) {
    Duration time = upTo(Duration.ofHours(1), "1h").apply(text);
    if (time.isZero()) {
      throw new IllegalArgumentException("is " + text + ", must be more than 0s");
    }
    return time;
  }

  private static Function<String, Duration> upTo(Duration most, String shown) {
    return text -> {
      Duration time = Scalars.duration(text);
      if (time.compareTo(most) > 0) {
        throw new IllegalArgumentException("is " + text + ", must be at most " + shown);
      }
      return time;
    };
  }
}
