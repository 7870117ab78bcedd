package io.herd.protocol;

/** Cuts a line into fields at runs of white space. Keeps the last cut. Not thread-safe. */
final class Fields {

  private final int[] starts;
  private final int[] ends;

  /** A cutter that keeps at most so many fields. */
  Fields(int most) {
    starts = new int[most];
    ends = new int[most];
  }

  /**
   * Cuts the range.
   *
   * @return how many fields there are, or one more than are kept if there are more
   */
  int cut(byte[] bytes, int from, int to) {
    int at = from;
    int found = 0;
    while (true) {
      while (at < to && Ascii.isSpace(bytes[at])) {
        at++;
      }
      if (at == to) {
        break;
      }
      if (found == starts.length) {
        found++;
        break;
      }
      starts[found] = at;
      at = Ascii.endOfField(bytes, at, to);
      ends[found++] = at;
    }
    return found;
  }

  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  int length(int field) {
    return ends[field] - starts[field];
  }

  /** Whether the field is this ASCII text. */
  boolean is(byte[] bytes, int field, String text) {
    return length(field) == text.length() && Ascii.startsWith(bytes, starts[field], text);
  }

  /** Whether the first {@code fields} fields are separated by exactly one space each. */
  boolean singleSpaced(byte[] bytes, int fields) {
    for (int i = 1; i < fields; i++) {
      if (starts[i] != ends[i - 1] + 1 || bytes[starts[i] - 1] != ' ') {
        return false;
      }
    }
    return true;
  }
}
