package io.herd.load;

/** The requests of a connection that are not answered yet, in their order. Not thread-safe. */
final class Outstanding {

  private final int mask;
  private final int[] clients;
  private final long[] timesNanos;
  private final long[] dueNanos;
  private long first;
  private long end;

  /** Room for at least so many. */
  Outstanding(int atLeast) {
    int size = Integer.highestOneBit(Math.max(1, 2 * atLeast - 1));
    mask = size - 1;
    clients = new int[size];
    timesNanos = new long[size];
    dueNanos = new long[size];
  }

  /** How many there are. */
  int size() {
    return (int) (end - first);
  }

  /** How many more may be added. */
  int room() {
    return clients.length - size();
  }

  /** A report was sent, which was due at this time of {@link System#nanoTime}. */
  void addReport(int client, long timeNanos, long due) {
    int at = (int) end++ & mask;
    clients[at] = client;
    timesNanos[at] = timeNanos;
    dueNanos[at] = due;
  }

  /** A question was sent. */
  void addQuestion(int client, long due) {
    addReport(~client, 0, due);
  }

  /** Whether the first is a question. */
  boolean firstIsQuestion() {
    return clients[(int) first & mask] < 0;
  }

  /** The client of the first. */
  int client() {
    int client = clients[(int) first & mask];
    return client < 0 ? ~client : client;
  }

  /** The time in the first, if it is a report. */
  long timeNanos() {
    return timesNanos[(int) first & mask];
  }

  /** When the first was due. */
  long dueNanos() {
    return dueNanos[(int) first & mask];
  }

  /** The first is answered. */
  void remove() {
    first++;
  }

  /** None will be answered. */
  void clear() {
    first = end;
  }
}
