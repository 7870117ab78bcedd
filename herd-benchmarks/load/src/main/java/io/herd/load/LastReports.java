package io.herd.load;

/**
 * The time of the last report of some of the clients, evenly spread: at most a thousand, so that
 * remembering costs nothing. Not thread-safe.
 */
final class LastReports {

  private static final int CLIENTS_MAX = 1_000;

  private final int shift;
  private final int mask;
  private final long[] timesNanos;

  /** Of so many clients. */
  LastReports(int clients) {
    int bits = 0;
    while ((clients - 1 >> bits) + 1 > CLIENTS_MAX) {
      bits++;
    }
    shift = bits;
    mask = (1 << bits) - 1;
    timesNanos = new long[(clients - 1 >> bits) + 1];
  }

  /** A client reports. */
  void onReport(int client, long timeNanos) {
    if ((client & mask) == 0) {
      timesNanos[client >> shift] = timeNanos;
    }
  }

  /** How many clients are remembered. */
  int size() {
    return timesNanos.length;
  }

  /** The client at an index. */
  int client(int index) {
    return index << shift;
  }

  /** The time of the last report of the client at an index, 0 if there was none. */
  long timeNanos(int index) {
    return timesNanos[index];
  }
}
