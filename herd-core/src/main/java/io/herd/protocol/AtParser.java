package io.herd.protocol;

/**
 * Reads the AT lines of peers, {@code AT <server> <skew> <id> <coordinates> <time> <incarnation>
 * <sequence> [<signature>]}, in place, and checks every field as strictly as a report of a client
 * is checked: a value that no server can have accepted is refused here and goes no further. A
 * removal of a client has {@code -} in place of coordinates. Fields behind these are a newer
 * version's and are skipped. Keeps the line last read. Not thread-safe.
 */
public final class AtParser {

  private static final int FIELDS = 8;
  private static final int SERVER = 1;
  private static final int SKEW = 2;
  private static final int ID = 3;
  private static final int COORDINATES = 4;
  private static final int TIME = 5;
  private static final int INCARNATION = 6;
  private static final int SEQUENCE = 7;

  private static final int SIGNATURE = 8;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** A skew of 64 bits without a sign: 18446744073.709551615 seconds. */
  private static final long SKEW_SECONDS_MAX = 18_446_744_073L;

  private static final long SKEW_REST_MAX = 709_551_615L;

  private final Fields fields = new Fields(FIELDS + 1);
  private final Coordinates coordinates = new Coordinates();
  private final PosixTime time = new PosixTime();
  private final Decimals skew = new Decimals();
  private long receiptNanos;
  private long incarnation;
  private long sequence;
  private boolean signed;

  /** A parser that has read nothing yet. */
  public AtParser() {}

  /**
   * Reads the line between the offsets, its line feed not included.
   *
   * @return false if it is no valid AT line
   */
  public boolean parse(byte[] bytes, int from, int to) {
    int found = fields.cut(bytes, from, to);
    signed = found > FIELDS;
    return found >= FIELDS
        && fields.start(0) == from
        && fields.is(bytes, 0, "AT")
        && fields.singleSpaced(bytes, FIELDS)
        && isServer(bytes)
        && isPosition(bytes)
        && time.read(bytes, fields.start(TIME), fields.end(TIME))
        && readSkew(bytes)
        && readIncarnation(bytes)
        && readSequence(bytes);
  }

  /** A position, or what a removal has in its place. */
  private boolean isPosition(byte[] bytes) {
    return fields.is(bytes, COORDINATES, "-")
        || coordinates.check(bytes, fields.start(COORDINATES), fields.end(COORDINATES));
  }

  private boolean isServer(byte[] bytes) {
    boolean onlyPoints = true;
    for (int i = fields.start(SERVER); i < fields.end(SERVER); i++) {
      if (!ServerId.isNameByte(bytes[i])) {
        return false;
      }
      onlyPoints &= bytes[i] == '.';
    }
    return !onlyPoints && fields.length(SERVER) <= ServerId.LENGTH_MAX;
  }

  /**
   * Sign, seconds without leading zeros, point, nine digits: client time plus it is the receipt.
   */
  private boolean readSkew(byte[] bytes) {
    int from = fields.start(SKEW);
    int to = fields.end(SKEW);
    int point = to - 10;
    boolean negative = bytes[from] == '-';
    if (point < from + 2 || bytes[point] != '.' || !negative && bytes[from] != '+') {
      return false;
    }
    if (bytes[from + 1] == '0' && point > from + 2 || point - from > 12) {
      return false;
    }
    if (!skew.read(bytes, from + 1, to) || skew.end() != to) {
      return false;
    }
    long seconds = skew.whole();
    long rest = skew.nanos();
    if (seconds > SKEW_SECONDS_MAX || seconds == SKEW_SECONDS_MAX && rest > SKEW_REST_MAX) {
      return false;
    }
    long magnitude = seconds * NANOS_PER_SECOND + rest;
    if (negative && magnitude == 0) {
      return false;
    }
    long client = time.nanos();
    receiptNanos = negative ? client - magnitude : client + magnitude;
    // as the magnitude is unsigned, the sum has left the range exactly if it went the wrong way
    return negative ? receiptNanos < client : receiptNanos >= client;
  }

  private boolean readIncarnation(byte[] bytes) {
    long number = 0;
    if (fields.length(INCARNATION) > 16) {
      return false;
    }
    for (int i = fields.start(INCARNATION); i < fields.end(INCARNATION); i++) {
      int digit = OriginId.hexDigit(bytes[i]);
      if (digit < 0) {
        return false;
      }
      number = number << 4 | digit;
    }
    incarnation = number;
    return number != 0;
  }

  private boolean readSequence(byte[] bytes) {
    sequence = readPositive(bytes, fields.start(SEQUENCE), fields.end(SEQUENCE));
    return sequence > 0;
  }

  /** The positive number of at most 18 digits in the range, or -1. */
  static long readPositive(byte[] bytes, int from, int to) {
    if (to - from > 18 || to == from) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      if (!Ascii.isDigit(bytes[i])) {
        return -1;
      }
      number = number * 10 + (bytes[i] - '0');
    }
    return number == 0 ? -1 : number;
  }

  /**
   * Fills the view with the line last read, all but the signature, the origin's index and the held
   * bits.
   */
  public void view(byte[] bytes, AtView into) {
    into.line(bytes, fields.start(0), fields.end(TIME), fields.start(ID), fields.end(ID));
    into.clientNanos = time.nanos();
    into.receiptNanos = receiptNanos;
    into.sequence = sequence;
  }

  /** Where the part of the line ends that a signature is over, which is all before it. */
  public int signedEnd() {
    return fields.end(SEQUENCE);
  }

  /** Where the signature starts. */
  public int signatureStart() {
    return signed ? fields.start(SIGNATURE) : fields.end(SEQUENCE);
  }

  /** How many bytes the signature has; 0 if there is none. */
  public int signatureLength() {
    return signed ? fields.length(SIGNATURE) : 0;
  }

  /** Where the accepting server's name starts. */
  public int serverStart() {
    return fields.start(SERVER);
  }

  /** Where the accepting server's name ends. */
  public int serverEnd() {
    return fields.end(SERVER);
  }

  /** The accepting server's incarnation. */
  public long incarnation() {
    return incarnation;
  }

  /** The number that the accepting server gave the record. */
  public long sequence() {
    return sequence;
  }
}
