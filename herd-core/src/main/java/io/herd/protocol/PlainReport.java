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
  private static final long COMMAND_WORD = Ascii.wordOf(COMMAND);

  private final PlainFields fields = new PlainFields();

  /** A reader that has read nothing yet. */
  public PlainReport() {}

  /**
   * Reads the report that starts at {@code from}.
   *
   * @param to behind the last byte that has come
   * @return the index of its line feed, or -1 if this is no plain report or not all of it is there
   */
  public int read(byte[] bytes, int from, int to) {
    // behind the last byte may stand anything; the end shows whether it was read
    if ((Ascii.word(bytes, from) & COMMAND_MASK) != COMMAND_WORD
        || !fields.read(bytes, from + COMMAND.length())) {
      return -1;
    }
    int timeEnd = fields.timeEnd;
    int end = Ascii.byteAt(bytes, timeEnd) == '\r' ? timeEnd + 1 : timeEnd;
    return end < to && bytes[end] == '\n' ? end : -1;
  }

  /** Where the client's id starts. */
  public int idStart() {
    return fields.idStart;
  }

  /** Where the client's id ends. */
  public int idEnd() {
    return fields.idEnd;
  }

  /** Where the time ends; single spaces are between id, position and time. */
  public int timeEnd() {
    return fields.timeEnd;
  }

  /** The time in nanoseconds since 1970-01-01 UTC. */
  public long timeNanos() {
    return fields.timeNanos;
  }
}
