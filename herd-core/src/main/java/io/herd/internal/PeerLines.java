package io.herd.internal;

import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines that servers say to each other beside AT lines. They are few, so they are handled as
 * text.
 */
final class PeerLines {

  /** The range of versions of the protocol between servers that this code speaks. */
  static final int VERSION_MIN = 1;

  static final int VERSION_MAX = 1;

  static final String HELLO = "HELLO";
  static final String PROOF = "PROOF";
  static final String HAVE = "HAVE";
  static final String HEADS = "HEADS";
  static final String IF = "IF";
  static final String CROSSED = "CROSSED";
  static final String PRUNE = "PRUNE";
  static final String GRAFT = "GRAFT";
  static final String PING = "PING";
  static final String PONG = "PONG";
  static final String AUDIT = "AUDIT";
  static final String REPAIR = "REPAIR";
  static final String BYE = "BYE";
  static final String SIGNED = "signed";
  static final String UNSIGNED = "unsigned";

  /** No line of a handshake is longer. */
  static final int HELLO_BYTES_MAX = 4_096;

  private static final String VERSION_PREFIX = "herd/";

  private PeerLines() {}

  /**
   * Whether the line is a complete greeting of a server: nothing less makes a client a stranger
   * server.
   */
  static boolean isHello(byte[] bytes, int from, int to) {
    String start = HELLO + " " + VERSION_PREFIX;
    if (to - from < start.length() || to - from > HELLO_BYTES_MAX) {
      return false;
    }
    return new String(bytes, from, start.length(), StandardCharsets.ISO_8859_1).equals(start)
        && Hello.parse(fields(bytes, from, to)) != null;
  }

  /** How long {@code REPAIR} and its space are, if they stand before an AT line; otherwise 0. */
  static int repairPrefix(byte[] bytes, int from, int to) {
    int length = REPAIR.length() + 1;
    return isAt(bytes, from + length, to)
            && new String(bytes, from, length, StandardCharsets.ISO_8859_1).equals(REPAIR + " ")
        ? length
        : 0;
  }

  /** Whether the line begins as a record. */
  static boolean isAt(byte[] bytes, int from, int to) {
    return to - from > 3 && bytes[from] == 'A' && bytes[from + 1] == 'T' && bytes[from + 2] == ' ';
  }

  /**
   * The greeting: {@code HELLO herd/1-1 <herd> <from> <to> <incarnation> <max future> <time to
   * live> <signatures> <challenge> [<proof>]}. The times are nanoseconds; signatures are {@code
   * signed} or {@code unsigned}. The acceptor's greeting has a proof.
   *
   * @param versionMin the lowest version spoken
   * @param versionMax the highest version spoken
   */
  record Hello(
      int versionMin,
      int versionMax,
      String herd,
      String from,
      String to,
      long incarnation,
      long maxFutureNanos,
      long timeToLiveNanos,
      String signatures,
      String challenge,
      @Nullable String proof) {

    /** The greeting without its proof: what the proofs are over. */
    String text() {
      return String.join(
          " ",
          HELLO,
          VERSION_PREFIX + versionMin + "-" + versionMax,
          herd,
          from,
          to,
          Long.toHexString(incarnation),
          Long.toString(maxFutureNanos),
          Long.toString(timeToLiveNanos),
          signatures,
          challenge);
    }

    /**
     * Reads the fields of a line; null if it is no greeting. Fields behind the known ones are a
     * newer version's.
     */
    static @Nullable Hello parse(List<String> fields) {
      if (fields.size() < 10 || !fields.get(0).equals(HELLO)) {
        return null;
      }
      String versions = fields.get(1);
      int dash = versions.indexOf('-');
      if (!versions.startsWith(VERSION_PREFIX) || dash < 0) {
        return null;
      }
      long low = number(versions.substring(VERSION_PREFIX.length(), dash));
      long high = number(versions.substring(dash + 1));
      long incarnation = OriginId.parseIncarnation(fields.get(5));
      long maxFuture = number(fields.get(6));
      long timeToLive = number(fields.get(7));
      boolean names = ServerId.isName(fields.get(3)) && ServerId.isName(fields.get(4));
      if (low < 1
          || high < low
          || high > 1_000_000
          || incarnation == 0
          || maxFuture < 0
          || timeToLive < 0) {
        return null;
      }
      return !names
          ? null
          : new Hello(
              (int) low,
              (int) high,
              fields.get(2),
              fields.get(3),
              fields.get(4),
              incarnation,
              maxFuture,
              timeToLive,
              fields.get(8),
              fields.get(9),
              fields.size() > 10 ? fields.get(10) : null);
    }
  }

  /** The non-negative number of at most 18 digits, or -1. */
  static long number(String digits) {
    if (digits.isEmpty() || digits.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  /** The answer to a PING, which repeats its number if it has one. */
  static String answerTo(List<String> ping) {
    return ping.size() > 1 && number(ping.get(1)) >= 0 ? PONG + " " + ping.get(1) : PONG;
  }

  /** The fields of a line. */
  static List<String> fields(byte[] bytes, int from, int to) {
    String line = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip();
    return List.of(line.split("\\s+", -1));
  }

  /** The bytes of a line of text, with its line feed. */
  static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
