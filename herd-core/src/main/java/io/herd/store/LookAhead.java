package io.herd.store;

import io.herd.protocol.AtView;

/**
 * Reads what a few look-ups to come will need, for all of them at once. Each look-up waits for
 * memory twice, the second time for what the first has brought: the place in the table, the record.
 * Reads that do not need each other wait together, so these loops make one wait of many. Loop
 * thread only.
 */
final class LookAhead {

  /** How many clients at once: more than a processor can wait for together is of no use. */
  static final int MOST = 32;

  private final IdHash hash;
  private final ClientTable table;
  private final Segments segments;
  private final int[] addresses = new int[MOST];

  /** The sum of what was read, so that the reads have a purpose and are made. */
  @SuppressWarnings("UnusedVariable")
  private int sum;

  LookAhead(IdHash hash, ClientTable table, Segments segments) {
    this.hash = hash;
    this.table = table;
    this.segments = segments;
  }

  /**
   * Reads what is needed of the clients of these records, and leaves with them what was found.
   *
   * @param state what is left as {@link AtView#likelySince}
   */
  void touch(AtView[] records, int from, int to, int state) {
    int count = to - from;
    for (int i = from; i < to; i++) {
      AtView record = records[i];
      record.idHash = hash.of(record.bytes, record.idStart, record.idEnd);
    }
    for (int i = 0; i < count; i++) {
      AtView record = records[from + i];
      int address = table.likelyAddress(record.idHash);
      record.likelyAddress = address;
      record.likelySince = state;
      addresses[i] = address;
    }
    touchRecords(count);
  }

  /**
   * Reads the records of the entries from an index on, as many as is of use.
   *
   * @return the index behind the last of them
   */
  int touch(FeedChunk chunk, int from) {
    int count = 0;
    int at = chunk.firstLive(from);
    while (at < chunk.end && count < MOST) {
      addresses[count++] = chunk.address(at);
      at = chunk.firstLive(at + 1);
    }
    touchRecords(count);
    return at;
  }

  /** Reads the records at the addresses, of which some may be 0. */
  private void touchRecords(int count) {
    int read = 0;
    for (int i = 0; i < count; i++) {
      int address = addresses[i];
      if (address != 0) {
        read += segments.segment(address).touch(Segments.offset(address));
      }
    }
    sum += read;
  }
}
