package io.herd.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.protocol.AtParser;
import io.herd.protocol.AtView;
import java.util.Locale;

/** Lines of the usual lengths, for measurements: ids have 22 bytes. Immutable. */
public final class BenchmarkLines {

  private static final long SECONDS = 1_621_464_827L;

  private BenchmarkLines() {}

  /** What a client says, without its line feed. */
  public static byte[] report(int client, int nanos) {
    return text("IAMAT client%08d.example +34.068930-118.445127 %d.%09d", client, SECONDS, nanos);
  }

  /** What a neighbour says, without its line feed. */
  public static byte[] record(int client, int nanos, long sequence) {
    return text(
        "AT Clark +0.263873386 client%08d.example +34.068930-118.445127 %d.%09d 4f1a09b2c7 %d",
        client, SECONDS, nanos, sequence);
  }

  /** The same, read. */
  public static AtView view(int client, int nanos, long sequence) {
    byte[] line = record(client, nanos, sequence);
    AtParser parser = new AtParser();
    if (!parser.parse(line, 0, line.length)) {
      throw new IllegalStateException("no record: " + new String(line, US_ASCII));
    }
    AtView view = new AtView();
    parser.view(line, view);
    view.sequence = sequence;
    return view;
  }

  private static byte[] text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values).getBytes(US_ASCII);
  }
}
