package io.herd.examples.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Prints a story: headings, and lines with a column of times. Not thread-safe. */
final class Narrator {

  private static final int LABEL_WIDTH = 34;

  private final PrintWriter out;
  private final Ansi ansi;

  /** A narrator; {@link Ansi#AUTO} means colours on a terminal only, unless NO_COLOR is set. */
  Narrator(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void heading(String text) {
    out.println();
    out.println(styled(text, Style.bold));
    out.flush();
  }

  /** A line without a time. */
  void line(String label, String text) {
    out.printf("   %-" + LABEL_WIDTH + "s %9s  %s%n", label, "", text);
    out.flush();
  }

  /** A line with the time it took. */
  void line(String label, long nanos, String text) {
    String time = String.format(Locale.ROOT, "%6.1f ms", nanos / 1e6);
    out.printf("   %-" + LABEL_WIDTH + "s %s  %s%n", label, styled(time, Style.fg_cyan), text);
    out.flush();
  }

  void good(String text) {
    out.println();
    out.println(styled(text, Style.fg_green));
    out.flush();
  }

  void bad(String text) {
    out.println();
    out.println(styled(text, Style.fg_red));
    out.flush();
  }

  private String styled(String text, Style style) {
    return ansi.enabled() ? style.on() + text + style.off() : text;
  }
}
