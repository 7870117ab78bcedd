package io.herd.examples.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Replaces what stands between two marks in a text file, so that figures are written by the program
 * that measured them. The marks are comments of Markdown, each on a line of its own. Not
 * thread-safe.
 */
public final class MarkedText {

  private MarkedText() {}

  /**
   * Replaces what is between the marks of this name.
   *
   * @throws IOException if the file cannot be read or written, or has not both marks
   */
  public static void replace(Path file, String name, String text) throws IOException {
    String whole = Files.readString(file);
    String begin = "<!-- begin " + name + " -->\n";
    String end = "<!-- end " + name + " -->\n";
    int from = whole.indexOf(begin);
    int to = whole.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(file + " has no lines \"" + begin.strip() + "\" and its end");
    }
    Files.writeString(file, whole.substring(0, from + begin.length()) + text + whole.substring(to));
  }
}
