package io.herd.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One record as it lies in somebody's array: an AT line without its line feed, and what was read
 * from it. Borrowed bytes: it is filled for one callback or one step of a cursor and must not be
 * kept; {@link #copy} makes something to keep. The fields are plain for the sake of the hot path.
 * Not thread-safe.
 */
public final class AtView {

  /** The array that the line is in. */
  public byte[] bytes = {};

  /** Where the line starts. */
  public int start;

  /** Where the line ends; the byte there is not part of it. */
  public int end;

  /** Where the client's id starts. */
  public int idStart;

  /** Where the client's id ends. */
  public int idEnd;

  /** The time in the report, in nanoseconds since 1970-01-01 UTC. */
  public long clientNanos;

  /**
   * When the accepting server received it, in nanoseconds since 1970-01-01 UTC, by its own clock.
   */
  public long receiptNanos;

  /** The accepting server's incarnation, by the index that this node gives it. */
  public int origin;

  /** The number that the origin gave the record, from 1. */
  public long sequence;

  /** The links over which the other side has sent the record or was sent it, one bit each. */
  public long heldBy;

  /** The array that the origin's signature is in. Of no meaning while there is none. */
  public byte[] signatureBytes = {};

  /** Where the signature starts. */
  public int signatureStart;

  /** How many bytes of text the signature has; 0 for a record without one. */
  public int signatureLength;

  /**
   * The hash of the id, of the store that was told to expect this record; 0 if none was. It is the
   * store's own.
   */
  public int idHash;

  /**
   * Where the store that was told to expect this record has the client's record, most likely; 0 if
   * it has none. It is the store's own.
   */
  public int likelyAddress;

  /** At which state of the store this was so. */
  public int likelySince;

  /** Set by a merge: the origin of the record that was held of this client before, or -1. */
  public int heldOrigin;

  /** Set by a merge: the number of the record that was held of this client before. */
  public long heldSequence;

  /**
   * Set by a merge: the links over which the other side is known to hold the record that was held
   * of this client before, one bit each.
   */
  public long heldHeldBy;

  /** An empty view. */
  public AtView() {}

  /** Points at a line without a signature, and its id. */
  public void line(byte[] array, int lineStart, int lineEnd, int id, int idLimit) {
    if (bytes != array) { // mostly it is the same one, and a collector makes storing it dear
      bytes = array;
    }
    start = lineStart;
    end = lineEnd;
    idStart = id;
    idEnd = idLimit;
    idHash = 0;
    signatureLength = 0;
  }

  /** Points at the signature of the line. */
  public void signature(byte[] array, int signature, int length) {
    signatureBytes = array;
    signatureStart = signature;
    signatureLength = length;
  }

  /** How many bytes the line has, its line feed not included. */
  public int length() {
    return end - start;
  }

  /**
   * The time that decides between two reports of a client: the client's own, but not further ahead
   * of the server's clock than {@code maxFutureNanos}.
   */
  public long effectiveNanos(long maxFutureNanos) {
    long latest = receiptNanos + maxFutureNanos;
    return latest < receiptNanos ? clientNanos : Math.min(clientNanos, latest);
  }

  /**
   * The total order of the records of one client: the later effective time is greater; then the
   * earlier receipt; then the smaller bytes of the line, which begin with the accepting server's
   * name.
   *
   * @return negative, 0 or positive as this is smaller than, the same as or greater than the other
   */
  public int compareTo(AtView other, long maxFutureNanos) {
    int byTimes = compareTimes(other, maxFutureNanos);
    return byTimes != 0
        ? byTimes
        : Arrays.compareUnsigned(other.bytes, other.start, other.end, bytes, start, end);
  }

  /** The order as far as times decide it: 0 if the bytes of the lines have to. */
  public int compareTimes(AtView other, long maxFutureNanos) {
    int byTime = Long.compare(effectiveNanos(maxFutureNanos), other.effectiveNanos(maxFutureNanos));
    return byTime != 0 ? byTime : Long.compare(other.receiptNanos, receiptNanos);
  }

  /**
   * Whether a report made here changes anything for its client: its effective time is later than
   * the held one's and its client time another one, so that a repeated report changes nothing,
   * whatever this server's clock does.
   */
  public boolean isLaterReportThan(AtView held, long maxFutureNanos) {
    return effectiveNanos(maxFutureNanos) > held.effectiveNanos(maxFutureNanos)
        && clientNanos != held.clientNanos;
  }

  /**
   * Whether this is no report but says that the client was removed: it has {@code -} in place of a
   * position.
   */
  public boolean isRemoval() {
    return isRemoval(bytes, idEnd);
  }

  /** Whether the record in which a client's id ends here says that the client was removed. */
  public static boolean isRemoval(byte[] bytes, int idEnd) {
    return bytes[idEnd + 1] == '-' && bytes[idEnd + 2] == ' ';
  }

  /** The client's id, read as UTF-8. */
  public String clientId() {
    return new String(bytes, idStart, idEnd - idStart, StandardCharsets.UTF_8);
  }

  /** The line, read as UTF-8. */
  @Override
  public String toString() {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * The record by itself.
   *
   * @throws IllegalStateException if it is a removal
   */
  public AtRecord copy() {
    return AtRecord.copyOf(this);
  }
}
