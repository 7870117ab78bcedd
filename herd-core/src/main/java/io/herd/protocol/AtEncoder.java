package io.herd.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the AT lines of one server. It keeps the start of the line before, up to the skew's point:
 * the skews of many lines in a row have the same seconds. Not thread-safe.
 */
public final class AtEncoder {

  /** The most bytes that an AT line has beside its server's name, id, position and time. */
  public static final int OVERHEAD_MAX = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  /** {@code AT <server> <sign><seconds>.}, and anything behind it. */
  private final byte[] start;

  private int startLength;

  /** Where the skew's sign is in the start. */
  private final int sign;

  /** The skew with nothing but zeros behind the point of the start, without its sign. */
  private long wholeNanos;

  private boolean negative;

  /** An encoder of the server's lines. */
  public AtEncoder(ServerId server) {
    // room for a start in whole words
    start = new byte[server.length() + OVERHEAD_MAX];
    start[0] = 'A';
    start[1] = 'T';
    start[2] = ' ';
    int end = server.copyTo(start, 3);
    start[end] = ' ';
    sign = end + 1;
    startWith(false, 0);
  }

  /**
   * Writes {@code AT <server> <skew> } into the target: what comes before the three fields that are
   * copied. The skew is receipt time minus client time: sign, seconds, point, nine digits; exact
   * for every pair of times.
   *
   * @param receiptNanos when the server received the report, by its own clock
   * @param clientNanos the time in the report
   * @return the offset behind the last space, where the client's id belongs
   */
  public int putStart(byte[] target, int offset, long receiptNanos, long clientNanos) {
    boolean less = receiptNanos < clientNanos;
    // the difference of two signed numbers always fits an unsigned one
    long magnitude = less ? clientNanos - receiptNanos : receiptNanos - clientNanos;
    long nanos = magnitude - wholeNanos;
    if (less != negative
        || Long.compareUnsigned(magnitude, wholeNanos) < 0
        || Long.compareUnsigned(nanos, NANOS_PER_SECOND) >= 0) {
      startWith(less, Long.divideUnsigned(magnitude, NANOS_PER_SECOND));
      nanos = magnitude - wholeNanos;
    }
    // what is too much of the last word is written over
    for (int i = 0; i < startLength; i += 8) {
      LONGS.set(target, offset + i, (long) LONGS.get(start, i));
    }
    int at = Ascii.putNineDigits(target, offset + startLength, (int) nanos);
    target[at] = ' ';
    return at + 1;
  }

  private void startWith(boolean less, long seconds) {
    start[sign] = (byte) (less ? '-' : '+');
    int point = Ascii.putUnsigned(start, sign + 1, seconds);
    start[point] = '.';
    startLength = point + 1;
    wholeNanos = seconds * NANOS_PER_SECOND;
    negative = less;
  }

  /**
   * Copies a field and ends it with the given byte.
   *
   * @return the offset behind that byte
   */
  public static int putField(
      byte[] target, int offset, byte[] source, int from, int to, char last) {
    int length = to - from;
    System.arraycopy(source, from, target, offset, length);
    target[offset + length] = (byte) last;
    return offset + length + 1;
  }
}
