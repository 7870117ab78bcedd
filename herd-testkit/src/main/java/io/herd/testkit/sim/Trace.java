package io.herd.testkit.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happens in a herd, as a running hash, which tells two runs apart or shows that they are the
 * same, and, if wanted, as lines to read: virtual time, server, what. Not thread-safe.
 */
public final class Trace implements SimulationListener {

  private static final long PRIME = 0x100000001b3L;

  private final Consumer<String> lines;
  private final boolean readable;
  private long hash = 0xcbf29ce484222325L;

  private Trace(Consumer<String> lines, boolean readable) {
    this.lines = lines;
    this.readable = readable;
  }

  /** A trace that only hashes. */
  public static Trace hashing() {
    return new Trace(line -> {}, false);
  }

  /** A trace that also gives each event as a line. */
  public static Trace readable(Consumer<String> lines) {
    return new Trace(lines, true);
  }

  /** A trace that also keeps the last so many lines in the given collection. */
  static Trace last(int most, Deque<String> kept) {
    return readable(
        line -> {
          kept.addLast(line);
          if (kept.size() > most) {
            kept.removeFirst();
          }
        });
  }

  /** The hash of all that happened so far. */
  public long hash() {
    return hash;
  }

  /** Nanoseconds as seconds. */
  static String seconds(long nanos) {
    StringBuilder text = new StringBuilder().append(nanos / 1_000_000_000L).append('.');
    String digits = Long.toString(1_000_000_000L + nanos % 1_000_000_000L);
    return text.append(digits, 1, 10).toString();
  }

  private void mix(long number) {
    hash = (hash ^ number) * PRIME;
    hash ^= hash >>> 32;
  }

  private void mix(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * PRIME;
    }
  }

  private void event(long nanos, Object where, String what) {
    if (readable) {
      lines.accept(seconds(nanos) + " " + where + " " + what);
    }
  }

  /** Notes something that a test does. */
  public void note(long nanos, String where, String what) {
    mix(nanos);
    mix(what.hashCode());
    event(nanos, where, what);
  }

  @Override
  public void onSent(long nanos, String by, String line) {
    mix(nanos);
    mix(line.hashCode());
    event(nanos, by, "says " + line);
  }

  @Override
  public void onAccepted(long nanos, SimulatedServer at, AtView report, OriginId origin) {
    mix(nanos);
    mix(report.bytes, report.start, report.end);
    if (readable) {
      event(nanos, at, "accepted " + report.sequence + " " + report);
    }
  }

  @Override
  public void onKept(long nanos, SimulatedServer at, AtView record, OriginId origin) {
    mix(nanos);
    mix(record.bytes, record.start, record.end);
    if (readable) {
      event(nanos, at, "kept " + origin + ":" + record.sequence + " " + record);
    }
  }

  @Override
  public void onArrived(long nanos, String from, String to, byte[] piece) {
    mix(nanos);
    mix(piece, 0, piece.length);
    if (readable) {
      for (String line : List.of(new String(piece, UTF_8).split("\n", -1))) {
        if (!line.isEmpty()) {
          event(nanos, to, "< " + from + " " + line);
        }
      }
    }
  }

  @Override
  public void onStarted(long nanos, SimulatedServer server, OriginId self) {
    mix(nanos);
    mix(self.hashCode());
    event(nanos, server, "started as " + self);
  }

  @Override
  public void onEnded(long nanos, SimulatedServer server) {
    mix(nanos);
    event(nanos, server.id(), "ended");
  }

  @Override
  public void onLinkUp(long nanos, SimulatedServer at, ServerId neighbour) {
    mix(nanos);
    event(nanos, at, "link with " + neighbour + " up");
  }

  @Override
  public void onLinkDown(long nanos, SimulatedServer at, ServerId neighbour, String reason) {
    mix(nanos);
    event(nanos, at, "link with " + neighbour + " down: " + reason);
  }
}
