package threads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, which end with LF only. Not thread-safe. */
final class Lines {

  private final InputStream input;
  private final Flushable answers;
  private byte[] buffer = new byte[8192];
  private int start;
  private int end;

  /** The answers are flushed before the reader waits. */
  Lines(InputStream input, Flushable answers) {
    this.input = input;
    this.answers = answers;
  }

  /** The next line without its LF, or null at the end of the stream. */
  @Nullable
  String next() throws IOException {
    int at = start;
    while (true) {
      for (; at < end; at++) {
        if (buffer[at] == '\n') {
          return take(at, at + 1);
        }
      }
      at -= start;
      if (!fill()) {
        return at == 0 ? null : take(end, end);
      }
    }
  }

  private String take(int lineEnd, int next) {
    String line = new String(buffer, start, lineEnd - start, ISO_8859_1);
    start = next;
    return line;
  }

  /** Moves what is unfinished to the beginning of the buffer and reads behind it. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    if (end > Records.LINE_BYTES) {
      throw new IOException("a line is too long");
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * end);
    }
    answers.flush();
    int count = input.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count >= 0;
  }
}
