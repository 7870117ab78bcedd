package io.herd.protocol;

/**
 * Reads a report as nearly all clients write it, straight out of what has come: {@code IAMAT}, id,
 * position and time with single spaces, the time with ten digits before the point and at most nine
 * behind. It needs no search for the end of the line before, and looks at eight bytes at a time.
 * What it does not take may still be a valid report, for {@link CommandParser} to say. Keeps the
 * report last read. Not thread-safe.
 */
public final class PlainReport {

  private static final String COMMAND = "IAMAT ";
  private static final long COMMAND_MASK = (1L << 8 * COMMAND.length()) - 1;
  private static final long COMMAND_WORD = wordOf(COMMAND);

  private static final int SECONDS_DIGITS = 10;
  private static final long SECONDS_MAX = 9_223_372_035L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** What a fraction of so many digits is multiplied by to be nanoseconds. */
  private static final long[] SCALES = {
    NANOS_PER_SECOND, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10
  };

  private int idStart;
  private int idEnd;
  private int timeEnd;
  private long timeNanos;

  /** A reader that has read nothing yet. */
  public PlainReport() {}

  /**
   * Reads the report that starts at {@code from}.
   *
   * @param to behind the last byte that has come
   * @return the index of its line feed, or -1 if this is no plain report or not all of it is there
   */
  public int read(byte[] bytes, int from, int to) {
    if ((Ascii.word(bytes, from) & COMMAND_MASK) != COMMAND_WORD) {
      return -1;
    }
    // behind the last byte may stand anything; the end shows whether it was read
    int id = from + COMMAND.length();
    int space = Ascii.indexUpToSpace(bytes, id);
    if (space == id || byteAt(bytes, space) != ' ') {
      return -1;
    }
    int east = endOfDegrees(bytes, space + 1, false);
    int position = east < 0 ? -1 : endOfDegrees(bytes, east, true);
    if (position < 0 || byteAt(bytes, position) != ' ' || !readTime(bytes, position + 1)) {
      return -1;
    }
    int end = byteAt(bytes, timeEnd) == '\r' ? timeEnd + 1 : timeEnd;
    if (end >= to || bytes[end] != '\n') {
      return -1;
    }
    idStart = id;
    idEnd = space;
    return end;
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
    return byteAt(bytes, from) == '.' ? Ascii.endOfDigits(bytes, from + 1, bytes.length) : from;
  }

  private boolean readTime(byte[] bytes, int from) {
    long high = Ascii.word(bytes, from);
    long low = Ascii.word(bytes, from + 8);
    if (Ascii.leadingDigits(high) != 8 || Ascii.leadingDigits(low) != SECONDS_DIGITS - 8) {
      return false;
    }
    long seconds = Ascii.number(high, 8) * 100L + Ascii.number(low, 2);
    timeNanos = seconds * NANOS_PER_SECOND;
    timeEnd = from + SECONDS_DIGITS;
    if ((low >>> 16 & 0xff) == '.') {
      readFraction(bytes);
    }
    return seconds <= SECONDS_MAX;
  }

  /** At most nine digits: if there are more, the line does not end behind them. */
  private void readFraction(byte[] bytes) {
    int from = timeEnd + 1;
    long word = Ascii.word(bytes, from);
    int digits = Ascii.leadingDigits(word);
    if (digits > 0) {
      timeNanos += Ascii.number(word, digits) * SCALES[digits];
    }
    timeEnd = from + digits;
    if (digits == 8) {
      int ninth = byteAt(bytes, timeEnd) - '0';
      if (ninth >= 0 && ninth <= 9) {
        timeNanos += ninth;
        timeEnd++;
      }
    }
  }

  /** The byte, or 0 behind the end of the array. */
  private static byte byteAt(byte[] bytes, int at) {
    return at < bytes.length ? bytes[at] : 0;
  }

  private static long wordOf(String text) {
    long word = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      word = word << 8 | text.charAt(i);
    }
    return word;
  }

  /** Where the client's id starts. */
  public int idStart() {
    return idStart;
  }

  /** Where the client's id ends. */
  public int idEnd() {
    return idEnd;
  }

  /** Where the time ends; single spaces are between id, position and time. */
  public int timeEnd() {
    return timeEnd;
  }

  /** The time in nanoseconds since 1970-01-01 UTC. */
  public long timeNanos() {
    return timeNanos;
  }
}
