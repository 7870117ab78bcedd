package io.herd.store;

import io.herd.protocol.AtView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of memory: records one behind the other in one array. A record is a header of numbers
 * and the AT line, perhaps with the signature behind it, padded to a multiple of eight bytes:
 *
 * <pre>
 *  0  int   bytes of the record, header and padding included; negative once the record is given up
 *  4  int   bytes of the line (lower 24 bits), of the signature (upper 8 bits)
 *  8  long  client time, nanoseconds
 * 16  long  receipt time, nanoseconds
 * 24  long  sequence
 * 32  long  links known to hold the record, one bit each
 * 40  int   index of the origin
 * 44  int   start of the client's id in the line (upper 10 bits) and its length (lower 22 bits)
 * 48  int   position in the feed
 * 52  ...   the line, the signature
 * </pre>
 *
 * Loop thread only.
 */
final class Segment {

  static final int HEADER = 52;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int LINE = 4;
  private static final int CLIENT_TIME = 8;
  private static final int RECEIPT_TIME = 16;
  private static final int SEQUENCE = 24;
  private static final int HELD_BY = 32;
  private static final int ORIGIN = 40;
  private static final int ID = 44;
  private static final int POSITION = 48;

  private static final int CACHE_LINE = 64;

  /** A record takes the room of another one if it leaves no more than that of it unused. */
  private static final int SLACK_MAX = 32;

  private static final int LINE_BITS = 24;
  private static final int LINE_MASK = (1 << LINE_BITS) - 1;
  private static final int ID_LENGTH_BITS = 22;
  private static final int ID_LENGTH_MASK = (1 << ID_LENGTH_BITS) - 1;

  final byte[] bytes;

  /** Where this segment stands in the store's table of segments. */
  int number;

  /** Behind the last record. */
  int end;

  /** The bytes of records that are not replaced. */
  int liveBytes;

  @Nullable Segment previous;
  @Nullable Segment next;

  Segment(int capacity) {
    bytes = new byte[capacity];
  }

  /** How many bytes a record takes. */
  static int recordBytes(AtView record) {
    return (HEADER + record.length() + record.signatureLength + 7) & -8;
  }

  boolean hasRoom(int recordBytes) {
    return bytes.length - end >= recordBytes;
  }

  /**
   * Adds a record at the end.
   *
   * @return its offset
   */
  int append(AtView record) {
    int at = end;
    int size = recordBytes(record);
    INTS.set(bytes, at, size);
    end += size;
    liveBytes += size;
    put(at, record);
    return at;
  }

  /** Whether a record of so many bytes may take the room of the one at the offset. */
  boolean fits(int offset, int recordBytes) {
    int slack = (int) INTS.get(bytes, offset) - recordBytes;
    return slack >= 0 && slack <= SLACK_MAX;
  }

  /** Writes a record over the one at the offset, whose room it fits. */
  void put(int offset, AtView record) {
    int lineBytes = record.length();
    INTS.set(bytes, offset + LINE, record.signatureLength << LINE_BITS | lineBytes);
    LONGS.set(bytes, offset + CLIENT_TIME, record.clientNanos);
    LONGS.set(bytes, offset + RECEIPT_TIME, record.receiptNanos);
    LONGS.set(bytes, offset + SEQUENCE, record.sequence);
    LONGS.set(bytes, offset + HELD_BY, record.heldBy);
    INTS.set(bytes, offset + ORIGIN, record.origin);
    int idLength = record.idEnd - record.idStart;
    INTS.set(bytes, offset + ID, (record.idStart - record.start) << ID_LENGTH_BITS | idLength);
    System.arraycopy(record.bytes, record.start, bytes, offset + HEADER, lineBytes);
    if (record.signatureLength > 0) {
      int behind = offset + HEADER + lineBytes;
      System.arraycopy(
          record.signatureBytes, record.signatureStart, bytes, behind, record.signatureLength);
    }
  }

  /** Reads something of each cache line that a record of usual length is in. */
  int touch(int offset) {
    int end = Math.min(offset + 2 * CACHE_LINE, bytes.length - 1);
    return bytes[offset] + bytes[Math.min(offset + CACHE_LINE, end)] + bytes[end];
  }

  /** The position in the feed of the record at the offset. */
  int position(int offset) {
    return (int) INTS.get(bytes, offset + POSITION);
  }

  /** Notes the position in the feed of the record at the offset. */
  void position(int offset, int position) {
    INTS.set(bytes, offset + POSITION, position);
  }

  /**
   * Copies a record of another segment to the end.
   *
   * @return its offset
   */
  int appendCopy(Segment from, int offset) {
    int at = end;
    int size = from.size(offset);
    System.arraycopy(from.bytes, offset, bytes, at, size);
    end += size;
    liveBytes += size;
    return at;
  }

  /** Fills the view with the record at the offset. */
  void view(int offset, AtView into) {
    int lineStart = offset + HEADER;
    int id = (int) INTS.get(bytes, offset + ID);
    int idStart = lineStart + (id >>> ID_LENGTH_BITS);
    int lengths = (int) INTS.get(bytes, offset + LINE);
    int lineEnd = lineStart + (lengths & LINE_MASK);
    into.line(bytes, lineStart, lineEnd, idStart, idStart + (id & ID_LENGTH_MASK));
    int signatureLength = lengths >>> LINE_BITS;
    if (signatureLength > 0) {
      into.signature(bytes, lineEnd, signatureLength);
    }
    viewNumbers(offset, into);
  }

  /**
   * Fills the view's numbers with those of the record at the offset, and leaves its line as it is:
   * to store references to arrays costs more than to read a record.
   */
  void viewNumbers(int offset, AtView into) {
    into.clientNanos = (long) LONGS.get(bytes, offset + CLIENT_TIME);
    into.receiptNanos = (long) LONGS.get(bytes, offset + RECEIPT_TIME);
    into.sequence = (long) LONGS.get(bytes, offset + SEQUENCE);
    into.heldBy = (long) LONGS.get(bytes, offset + HELD_BY);
    into.origin = (int) INTS.get(bytes, offset + ORIGIN);
  }

  /** Whether the record says that its client was removed. */
  boolean isRemoval(int offset) {
    int id = (int) INTS.get(bytes, offset + ID);
    int idEnd = offset + HEADER + (id >>> ID_LENGTH_BITS) + (id & ID_LENGTH_MASK);
    return AtView.isRemoval(bytes, idEnd);
  }

  /** The bytes of the record at the offset, whether it is live or not. */
  int size(int offset) {
    return Math.abs((int) INTS.get(bytes, offset));
  }

  boolean isLive(int offset) {
    return (int) INTS.get(bytes, offset) > 0;
  }

  /** Turns the record into a hole. */
  void kill(int offset) {
    int size = (int) INTS.get(bytes, offset);
    assert size > 0 : "replaced twice: " + offset;
    INTS.set(bytes, offset, -size);
    liveBytes -= size;
  }

  void addHeldBy(int offset, long links) {
    LONGS.set(bytes, offset + HELD_BY, (long) LONGS.get(bytes, offset + HELD_BY) | links);
  }

  void clearHeldBy(int offset, long links) {
    LONGS.set(bytes, offset + HELD_BY, (long) LONGS.get(bytes, offset + HELD_BY) & ~links);
  }

  /** Whether the record's id is the one between the offsets. */
  boolean hasId(int offset, byte[] other, int from, int to) {
    int id = (int) INTS.get(bytes, offset + ID);
    int start = offset + HEADER + (id >>> ID_LENGTH_BITS);
    int length = id & ID_LENGTH_MASK;
    return length == to - from && isSame(bytes, start, other, from, length);
  }

  /** Compares eight bytes at a time, the last ones some of them again: ids are short. */
  private static boolean isSame(byte[] one, int start, byte[] other, int from, int length) {
    if (length < 8) {
      return Arrays.equals(one, start, start + length, other, from, from + length);
    }
    int last = length - 8;
    for (int i = 0; i < last; i += 8) {
      if ((long) LONGS.get(one, start + i) != (long) LONGS.get(other, from + i)) {
        return false;
      }
    }
    return (long) LONGS.get(one, start + last) == (long) LONGS.get(other, from + last);
  }
}
