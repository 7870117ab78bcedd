package io.herd.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Looks for ends and quotes answers, where speed does not matter. Immutable. */
final class AnswerText {

  private static final int QUOTED_BYTES = 160;

  private AnswerText() {}

  /** The position behind the first line feed, or -1. */
  static int lineEnd(ByteBuffer in, int from, int to) {
    for (int at = from; at < to; at++) {
      if (in.get(at) == '\n') {
        return at + 1;
      }
    }
    return -1;
  }

  /** The position behind the first two line feeds in a row, or -1. */
  static int pageEnd(ByteBuffer in, int from, int to) {
    for (int at = from + 1; at < to; at++) {
      if (in.get(at) == '\n' && in.get(at - 1) == '\n') {
        return at + 1;
      }
    }
    return -1;
  }

  /** An answer for people to read. */
  static String quote(ByteBuffer in, int from, int to) {
    byte[] text = new byte[Math.min(QUOTED_BYTES, to - from)];
    in.get(from, text);
    return new String(text, UTF_8).strip();
  }
}
