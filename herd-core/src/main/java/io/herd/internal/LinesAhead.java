package io.herd.internal;

import io.herd.protocol.Ascii;
import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;

/**
 * The ends of the next lines that a neighbour has sent, found some at a time, so that the store can
 * be told which clients they are about before they are taken up one by one. Loop thread only.
 */
final class LinesAhead {

  private static final int LINES_MAX = 32;

  /** What records begin with; a server's name and a skew follow. */
  private static final int RECORD_START = "AT ".length();

  private final LocationStore store;
  private final int[] ends = new int[LINES_MAX];
  private final AtView[] clients = new AtView[LINES_MAX];
  private int count;
  private int next;

  LinesAhead(LocationStore store) {
    this.store = store;
    for (int i = 0; i < LINES_MAX; i++) {
      clients[i] = new AtView();
    }
  }

  /** Forgets the lines found so far: they were of another array, or of another time. */
  void clear() {
    count = 0;
    next = 0;
  }

  /**
   * The end of the next line.
   *
   * @param start where it starts, right behind the line before
   * @param look where to look for its end, from there on or later
   * @param to behind what has come
   * @return the index of its line feed, or -1 if that has not come
   */
  int nextEnd(byte[] bytes, int start, int look, int to) {
    if (next == count) {
      fill(bytes, start, look, to);
    }
    return next == count ? -1 : ends[next++];
  }

  private void fill(byte[] bytes, int start, int look, int to) {
    next = 0;
    count = 0;
    int ids = 0;
    int from = start;
    int end = Ascii.indexOfLineFeed(bytes, look, to);
    while (end >= 0) {
      int id = idStart(bytes, from, end);
      if (id < end) {
        clients[ids++].line(bytes, from, end, id, Ascii.endOfField(bytes, id, end));
      }
      ends[count++] = end;
      from = end + 1;
      end = count < LINES_MAX ? Ascii.indexOfLineFeed(bytes, from, to) : -1;
    }
    if (ids > 1) {
      store.expect(clients, ids);
    }
  }

  /** Where the id is in the line, if it is a record; the end of the line if not. */
  private static int idStart(byte[] bytes, int from, int end) {
    if (end - from > RECORD_START && bytes[from] == 'A' && bytes[from + 1] == 'T') {
      int server = Ascii.endOfField(bytes, from + RECORD_START, end);
      return server == end ? end : Math.min(Ascii.endOfField(bytes, server + 1, end) + 1, end);
    }
    return end;
  }
}
