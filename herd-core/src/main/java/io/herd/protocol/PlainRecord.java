package io.herd.protocol;

/**
 * Reads a record of a neighbour as servers write nearly all of them, straight out of what has come:
 * {@code AT <server> <skew> <id> <coordinates> <time> <incarnation> <sequence>} with single spaces,
 * without a signature, the time as in a {@link PlainReport}, the skew below a billion seconds and
 * the sequence of at most sixteen digits. Server and incarnation are not checked: only a record of
 * an origin that is known by just these bytes may be taken. What it does not take may still be a
 * valid record, for {@link AtParser} to say. Keeps the record last read. Not thread-safe.
 */
public final class PlainRecord {

  private static final String START = "AT ";
  private static final long START_MASK = (1L << 8 * START.length()) - 1;
  private static final long START_WORD = Ascii.wordOf(START);
  private static final int WORD = 8;
  private static final int SKEW_SECONDS_DIGITS_MAX = 9;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final PlainFields fields = new PlainFields();
  private int serverStart;
  private int serverEnd;
  private int skewEnd;
  private long skewMagnitude;
  private int incarnationEnd;
  private int sequenceEnd;
  private long sequence;
  private long receiptNanos;

  /** A reader that has read nothing yet. */
  public PlainRecord() {}

  /**
   * Reads the record that starts at {@code from}.
   *
   * @param to behind the last byte that has come
   * @return the index of its line feed, or -1 if this is no plain record or not all of it is there
   */
  public int read(byte[] bytes, int from, int to) {
    // behind the last byte may stand anything; the end shows whether it was read
    if ((Ascii.word(bytes, from) & START_MASK) != START_WORD) {
      return -1;
    }
    serverStart = from + START.length();
    serverEnd = Ascii.indexUpToSpace(bytes, serverStart);
    if (!isSpace(bytes, serverEnd)
        || !readSkew(bytes, serverEnd + 1)
        || !isSpace(bytes, skewEnd)
        || !fields.read(bytes, skewEnd + 1)
        || !isSpace(bytes, fields.timeEnd)
        || !addSkew(bytes[serverEnd + 1] == '-')) {
      return -1;
    }
    incarnationEnd = Ascii.indexUpToSpace(bytes, fields.timeEnd + 1);
    if (!isSpace(bytes, incarnationEnd) || !readSequence(bytes, incarnationEnd + 1)) {
      return -1;
    }
    return sequenceEnd < to && bytes[sequenceEnd] == '\n' ? sequenceEnd : -1;
  }

  private static boolean isSpace(byte[] bytes, int at) {
    return Ascii.byteAt(bytes, at) == ' ';
  }

  /** Sign, seconds without leading zeros, point, nine digits; no negative zero. */
  private boolean readSkew(byte[] bytes, int from) {
    byte sign = Ascii.byteAt(bytes, from);
    long word = Ascii.word(bytes, from + 1);
    int digits = Ascii.leadingDigits(word);
    if (digits == 0 || sign != '+' && sign != '-' || digits > 1 && (word & 0xff) == '0') {
      return false;
    }
    long seconds = Ascii.number(word, digits);
    int point = from + 1 + digits;
    while (point - from <= SKEW_SECONDS_DIGITS_MAX && Ascii.isDigit(Ascii.byteAt(bytes, point))) {
      seconds = seconds * 10 + (bytes[point] - '0');
      point++;
    }
    long fraction = Ascii.word(bytes, point + 1);
    byte ninth = Ascii.byteAt(bytes, point + 1 + WORD);
    if (Ascii.byteAt(bytes, point) != '.'
        || Ascii.leadingDigits(fraction) != WORD
        || !Ascii.isDigit(ninth)) {
      return false;
    }
    long nanos = Ascii.number(fraction, WORD) * 10L + (ninth - '0');
    skewMagnitude = seconds * NANOS_PER_SECOND + nanos;
    skewEnd = point + 2 + WORD;
    return skewMagnitude > 0 || sign == '+';
  }

  private boolean addSkew(boolean negative) {
    // of a time from 1970 on and a skew below a billion seconds, only the sum can leave the range
    receiptNanos = fields.timeNanos + (negative ? -skewMagnitude : skewMagnitude);
    return negative || receiptNanos >= 0;
  }

  private boolean readSequence(byte[] bytes, int from) {
    long high = Ascii.word(bytes, from);
    int digits = Ascii.leadingDigits(high);
    if (digits == 0) {
      return false;
    }
    sequence = Ascii.number(high, digits);
    sequenceEnd = from + digits;
    if (digits == WORD) {
      long low = Ascii.word(bytes, sequenceEnd);
      for (int more = Ascii.leadingDigits(low); more > 0; more--) {
        sequence = sequence * 10 + ((low & 0xff) - '0');
        low >>>= 8;
        sequenceEnd++;
      }
    }
    return sequence > 0;
  }

  /** Fills the view with the record, all but the origin's index and the held bits. */
  public void view(byte[] bytes, AtView into) {
    into.line(bytes, serverStart - START.length(), fields.timeEnd, fields.idStart, fields.idEnd);
    into.clientNanos = fields.timeNanos;
    into.receiptNanos = receiptNanos;
    into.sequence = sequence;
  }

  /** Where the accepting server's name starts. */
  public int serverStart() {
    return serverStart;
  }

  /** Where the accepting server's name ends. */
  public int serverEnd() {
    return serverEnd;
  }

  /** Where the accepting server's incarnation starts, one space before and one behind it. */
  public int incarnationStart() {
    return fields.timeEnd + 1;
  }

  /** Where the accepting server's incarnation ends. */
  public int incarnationEnd() {
    return incarnationEnd;
  }

  /** The number that the accepting server gave the record. */
  public long sequence() {
    return sequence;
  }
}
