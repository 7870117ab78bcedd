package io.herd.examples.wirelog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A bounded queue of events in one array of bytes, from one putting thread to one taking thread.
 * Putting allocates nothing and does not wait. An event is two words and its text: kind and length,
 * a number, the bytes; it begins at a multiple of 8, so that a word is never broken by the end of
 * the array, as the text may be.
 *
 * <p>What is put becomes visible to the taking thread by {@link #publish}. {@code put}, {@code
 * free} and {@code publish} are the putting thread's, the others but {@link #isEmpty} the taking
 * thread's.
 */
final class EventRing {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle PUBLISHED;
  private static final VarHandle TAKEN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PUBLISHED = lookup.findVarHandle(EventRing.class, "published", long.class);
      TAKEN = lookup.findVarHandle(EventRing.class, "taken", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int HEADER_BYTES = 16;

  private final byte[] bytes;
  private final int mask;

  // the putting thread's: where the next event goes, and the last known place of the other
  private long put;
  private long takenSeen;

  // the taking thread's: the event looked at, and the end of what it may look at
  private long at;
  private long end;
  private byte[] unbroken = new byte[256];
  private int offset;

  // Counts of bytes that only grow, read and written through the handles.
  @SuppressWarnings("UnusedVariable")
  private long published;

  @SuppressWarnings("UnusedVariable")
  private long taken;

  /**
   * An empty ring.
   *
   * @param capacity its size in bytes, a power of two, at least 64
   */
  EventRing(int capacity) {
    if (capacity < 64 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity is " + capacity + ", must be a power of two of at least 64");
    }
    bytes = new byte[capacity];
    mask = capacity - 1;
  }

  int capacity() {
    return bytes.length;
  }

  /**
   * How many bytes are free: at least so many, from what was last seen of the taking thread, or
   * exactly, which costs a look at it.
   */
  long free(boolean exactly) {
    if (exactly) {
      takenSeen = (long) TAKEN.getAcquire(this);
    }
    return bytes.length - (put - takenSeen);
  }

  /**
   * Puts an event.
   *
   * @param kind 0 to 255
   * @param spare how many bytes have to stay free behind it
   * @return false if there is no room: nothing was put
   */
  boolean put(int kind, long number, byte[] text, int offset, int length, int spare) {
    long size = HEADER_BYTES + ((length + 7L) & ~7L);
    if (free(false) < size + spare && free(true) < size + spare) {
      return false;
    }
    WORD.set(bytes, (int) put & mask, (long) length << 8 | kind);
    WORD.set(bytes, (int) (put + 8) & mask, number);
    int start = (int) (put + HEADER_BYTES) & mask;
    int first = Math.min(length, bytes.length - start);
    System.arraycopy(text, offset, bytes, start, first);
    if (first < length) {
      System.arraycopy(text, offset + first, bytes, 0, length - first);
    }
    put += size;
    return true;
  }

  /** Shows the taking thread what was put. */
  void publish() {
    PUBLISHED.setVolatile(this, put);
  }

  /** Whether all that was published was taken. Any thread. */
  boolean isEmpty() {
    return (long) PUBLISHED.getVolatile(this) == (long) TAKEN.getVolatile(this);
  }

  /** Whether there is an event to look at. */
  boolean hasNext() {
    if (at == end) {
      end = (long) PUBLISHED.getVolatile(this);
    }
    return at != end;
  }

  int kind() {
    return (int) (word() & 0xff);
  }

  int length() {
    return (int) (word() >>> 8);
  }

  long number() {
    return (long) WORD.get(bytes, (int) (at + 8) & mask);
  }

  /** The array that holds the event's text, from {@link #offset} on; valid until {@link #take}. */
  byte[] text() {
    int length = length();
    int start = (int) (at + HEADER_BYTES) & mask;
    int first = Math.min(length, bytes.length - start);
    if (first == length) {
      offset = start;
      return bytes;
    }
    if (unbroken.length < length) {
      unbroken = new byte[Math.max(length, 2 * unbroken.length)];
    }
    System.arraycopy(bytes, start, unbroken, 0, first);
    System.arraycopy(bytes, 0, unbroken, first, length - first);
    offset = 0;
    return unbroken;
  }

  /** Where the text of the last {@link #text} begins. */
  int offset() {
    return offset;
  }

  /** Gives the event's room back. */
  void take() {
    at += HEADER_BYTES + ((length() + 7L) & ~7L);
    TAKEN.setRelease(this, at);
  }

  private long word() {
    return (long) WORD.get(bytes, (int) at & mask);
  }
}
