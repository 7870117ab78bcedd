package io.herd.protocol;

/**
 * Reads a client's id, position and time, the fields that a report and its record have in common,
 * as nearly everybody writes them: single spaces between them, the time with ten digits before the
 * point and at most nine behind. It looks at eight bytes at a time, and needs to know neither where
 * the line ends nor what is behind it. Keeps what was read last. Not thread-safe.
 */
final class PlainFields {

  private static final int SECONDS_DIGITS = 10;
  private static final long SECONDS_MAX = 9_223_372_035L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** What a fraction of so many digits is multiplied by to be nanoseconds. */
  private static final long[] SCALES = {
    NANOS_PER_SECOND, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10
  };

  private static final long LOW_MASK = 0xffff;

  /**
   * The ten digits of the seconds last read, in two words, and what they say: many reports in a row
   * are of the same second. At first ten zeros.
   */
  private long secondsHigh = Ascii.wordOf("00000000");

  private long secondsLow = Ascii.wordOf("00");
  private long secondsNanos;

  /** Where the client's id starts. */
  int idStart;

  /** Where the client's id ends. */
  int idEnd;

  /** Where the time ends. */
  int timeEnd;

  /** The time in nanoseconds since 1970-01-01 UTC. */
  long timeNanos;

  /**
   * Reads the fields, of which the first starts at {@code from}. May read behind the last byte that
   * has come: whether all of the fields are there is for the line's end to show.
   *
   * @return whether they are plain and valid
   */
  boolean read(byte[] bytes, int from) {
    int space = Ascii.indexUpToSpace(bytes, from);
    if (space == from || Ascii.byteAt(bytes, space) != ' ') {
      return false;
    }
    idStart = from;
    idEnd = space;
    int east = endOfDegrees(bytes, space + 1, false);
    int position = east < 0 ? -1 : endOfDegrees(bytes, east, true);
    return position >= 0 && Ascii.byteAt(bytes, position) == ' ' && readTime(bytes, position + 1);
  }

  private static int endOfDegrees(byte[] bytes, int from, boolean longitude) {
    long word = Ascii.word(bytes, from);
    long sign = word & 0xff;
    long whole = word >>> 8;
    int digits = Ascii.leadingDigits(whole);
    boolean inRange = longitude ? isBelow180(whole, digits) : isBelow90(whole, digits);
    return (sign == '+' || sign == '-') && inRange ? endOfFraction(bytes, from + 1 + digits) : -1;
  }

  /** Whether the number with which a word begins needs no exact look at what is behind it. */
  private static boolean isBelow90(long word, int digits) {
    return digits == 1 || digits == 2 && (word & 0xff) < '9';
  }

  private static boolean isBelow180(long word, int digits) {
    return digits == 1
        || digits == 2
        || digits == 3 && (word & 0xff) <= '1' && (word >>> 8 & 0xff) < '8';
  }

  /** The offset behind a point and any digits, if there is one. */
  private static int endOfFraction(byte[] bytes, int from) {
    return Ascii.byteAt(bytes, from) == '.'
        ? Ascii.endOfDigits(bytes, from + 1, bytes.length)
        : from;
  }

  private boolean readTime(byte[] bytes, int from) {
    long high = Ascii.word(bytes, from);
    long low = Ascii.word(bytes, from + 8);
    if ((high != secondsHigh || (low & LOW_MASK) != secondsLow) && !readSeconds(high, low)) {
      return false;
    }
    timeNanos = secondsNanos;
    timeEnd = from + SECONDS_DIGITS;
    int next = (int) (low >>> 16 & 0xff);
    if (next == '.') {
      readFraction(bytes);
      return true;
    }
    return next < '0' || next > '9';
  }

  /** Reads the seconds of a time that are not those of the time before. */
  private boolean readSeconds(long high, long low) {
    if (Ascii.leadingDigits(high) != 8 || Ascii.leadingDigits(low) != SECONDS_DIGITS - 8) {
      return false;
    }
    long seconds = Ascii.number(high, 8) * 100L + Ascii.number(low, 2);
    if (seconds > SECONDS_MAX) {
      return false;
    }
    secondsHigh = high;
    secondsLow = low & LOW_MASK;
    secondsNanos = seconds * NANOS_PER_SECOND;
    return true;
  }

  /** At most nine digits: if there are more, the field does not end behind them. */
  private void readFraction(byte[] bytes) {
    int from = timeEnd + 1;
    long word = Ascii.word(bytes, from);
    int digits = Ascii.leadingDigits(word);
    if (digits > 0) {
      timeNanos += Ascii.number(word, digits) * SCALES[digits];
    }
    timeEnd = from + digits;
    if (digits == 8) {
      int ninth = Ascii.byteAt(bytes, timeEnd) - '0';
      if (ninth >= 0 && ninth <= 9) {
        timeNanos += ninth;
        timeEnd++;
      }
    }
  }
}
