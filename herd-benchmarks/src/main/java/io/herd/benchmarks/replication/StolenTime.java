package io.herd.benchmarks.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** The time that a virtual machine's processors were kept from running while they had work. */
final class StolenTime {

  private static final Path STAT = Path.of("/proc/stat");

  /** The column of proc(5), behind the line's name. */
  private static final int STEAL = 8;

  /** Linux tells it in hundredths of a second, on all machines that Java runs on. */
  private static final double MILLIS_PER_TICK = 10;

  private StolenTime() {}

  /** Of all processors together since the machine started; not a number if that is not known. */
  static double millis() throws IOException {
    if (!Files.isReadable(STAT)) {
      return Double.NaN;
    }
    String processors = Files.readAllLines(STAT).get(0);
    StringTokenizer columns = new StringTokenizer(processors);
    for (int i = 0; i < STEAL && columns.hasMoreTokens(); i++) {
      columns.nextToken();
    }
    return columns.hasMoreTokens()
        ? Double.parseDouble(columns.nextToken()) * MILLIS_PER_TICK
        : Double.NaN;
  }
}
