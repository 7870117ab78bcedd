package io.herd.examples.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.protocol.ServerId;
import io.herd.testkit.sim.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What goes between servers: messages, their bytes, and what is in them. One update is followed on
 * all its ways. Not thread-safe.
 */
final class Traffic {

  private static final byte[] RECORD = "AT ".getBytes(US_ASCII);
  private static final byte[] PRUNE = "PRUNE ".getBytes(US_ASCII);
  private static final byte[] GRAFT = "GRAFT ".getBytes(US_ASCII);

  private final Simulation simulation;
  private final ServerId followedAt;
  private boolean counting;
  private long messages;
  private long messagesWithRecords;
  private long records;
  private long bytes;
  private long bytesInAll;
  private long messagesInAll;
  private long recordBytesInAll;
  private long prunes;
  private long grafts;
  private byte[] followed = {};
  private final List<Hop> hops = new ArrayList<>();
  private long followedSinceNanos;

  /**
   * The followed update went from one server to another.
   *
   * @param sentNanos when, since it was accepted
   */
  record Hop(String from, String to, long sentNanos) {}

  /**
   * Nothing yet.
   *
   * @param followedAt whose first update is followed once messages count
   */
  Traffic(Simulation simulation, ServerId followedAt) {
    this.simulation = simulation;
    this.followedAt = followedAt;
  }

  void begin() {
    counting = true;
  }

  void end() {
    counting = false;
  }

  /** Whether the update that this server accepted now is the one to follow. */
  boolean follows(ServerId at, long clientNanos) {
    boolean follows = counting && followed.length == 0 && followedAt.equals(at);
    if (follows) {
      followedSinceNanos = simulation.now();
      // the time, to the nanosecond, is in no other record
      followed = (" " + RuleServer.News.seconds(clientNanos)).getBytes(US_ASCII);
    }
    return follows;
  }

  void onMessage(String from, String to, byte[] array, int offset, int length) {
    bytesInAll += length;
    messagesInAll++;
    int end = offset + length;
    long recordsBefore = records;
    for (int start = offset; start < end; start = lineEnd(array, start, end)) {
      onLine(array, start, end);
    }
    if (counting) {
      messages++;
      bytes += length;
      messagesWithRecords += records > recordsBefore ? 1 : 0;
    }
    if (followed.length > 0 && contains(array, offset, end, followed)) {
      hops.add(new Hop(from, to, simulation.now() - followedSinceNanos));
    }
  }

  private void onLine(byte[] array, int start, int end) {
    if (starts(array, start, end, RECORD)) {
      recordBytesInAll += lineEnd(array, start, end) - start;
      records += counting ? 1 : 0;
    } else if (starts(array, start, end, PRUNE)) {
      prunes++;
    } else if (starts(array, start, end, GRAFT)) {
      grafts++;
    }
  }

  private static boolean starts(byte[] array, int at, int end, byte[] word) {
    return at + word.length <= end
        && Arrays.equals(array, at, at + word.length, word, 0, word.length);
  }

  private static int lineEnd(byte[] array, int start, int end) {
    int at = start;
    while (at < end && array[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private static boolean contains(byte[] array, int start, int end, byte[] wanted) {
    for (int i = start; i + wanted.length <= end; i++) {
      if (starts(array, i, end, wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Messages while they counted. */
  long messages() {
    return messages;
  }

  /** Of these, the ones with at least one record. */
  long messagesWithRecords() {
    return messagesWithRecords;
  }

  /** Records in them. */
  long records() {
    return records;
  }

  /** Their bytes. */
  long bytes() {
    return bytes;
  }

  /** Bytes of all messages from the start. */
  long bytesInAll() {
    return bytesInAll;
  }

  /** Bytes of all records from the start. */
  long recordBytesInAll() {
    return recordBytesInAll;
  }

  /** All messages from the start. */
  long messagesInAll() {
    return messagesInAll;
  }

  /** Requests to leave an origin out, from the start. */
  long prunes() {
    return prunes;
  }

  /** Requests to send an origin again, from the start. */
  long grafts() {
    return grafts;
  }

  /** The ways of the update that was followed. */
  List<Hop> hops() {
    return List.copyOf(hops);
  }
}
