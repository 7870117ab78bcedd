package io.herd.internal;

/** What a {@link Session} is for at the moment. Loop thread only. */
interface Role {
  /** The connection is usable. */
  void onOpen();

  /**
   * Takes as many lines as it can from the beginning of what has come, all at once: lines of the
   * kind that comes most. What it leaves is handed over line by line.
   *
   * @param to behind the line feed of the last line, which is behind {@code from}
   * @return where what is left starts
   */
  default int takePlainLines(byte[] bytes, int from, int to) {
    return from;
  }

  /** A line has come; its line feed is not between the offsets. */
  void onLine(byte[] bytes, int from, int to);

  /**
   * A line is longer than the role allows, and so far this much of it is there; nothing more will
   * be read.
   */
  void onLongLine(byte[] bytes, int from, int to);

  /** The most bytes a line may have. */
  int lineBytesMax();

  /** All lines that have come at once are handed over. */
  void onLinesEnd();

  /** No more lines will come. */
  void onEnd();

  /** What was refused has been taken. */
  void onRoom();

  /** Whether lines may come now. */
  boolean takesLines();

  /**
   * Whether what is left at the end of the stream is a last line, and not the beginning of one that
   * was cut off.
   */
  boolean takesUnfinishedLine();

  /**
   * Whether the other end has proved to be a neighbour: then it is not held to bounds that
   * strangers could reach.
   */
  boolean isTrusted();

  /** The connection is gone. */
  void onClose(String reason);
}
