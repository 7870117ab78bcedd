package io.herd.load;

/** Ranks by Zipf's law with exponent 1, drawn by alias: one look at a table for each. Immutable. */
final class ZipfTable {

  /** Of no rank. */
  static final ZipfTable NONE = new ZipfTable(0);

  private final int[] alias;
  private final long[] threshold;

  /** For so many ranks. */
  ZipfTable(int count) {
    alias = new int[count];
    threshold = new long[count];
    double[] share = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 1.0 / (i + 1);
    }
    int[] small = new int[count];
    int[] large = new int[count];
    int smalls = 0;
    int larges = 0;
    for (int i = 0; i < count; i++) {
      share[i] = count / (sum * (i + 1));
      if (share[i] < 1) {
        small[smalls++] = i;
      } else {
        large[larges++] = i;
      }
    }
    while (smalls > 0 && larges > 0) {
      int less = small[--smalls];
      int more = large[larges - 1];
      set(less, share[less], more);
      share[more] -= 1 - share[less];
      if (share[more] < 1) {
        larges--;
        small[smalls++] = more;
      }
    }
    while (larges > 0) {
      int rest = large[--larges];
      set(rest, 1, rest);
    }
    while (smalls > 0) {
      int rest = small[--smalls];
      set(rest, 1, rest);
    }
  }

  private void set(int index, double share, int other) {
    threshold[index] = (long) (share * (1L << 32));
    alias[index] = other;
  }

  /** A rank, from 32 random bits. */
  int rank(long bits) {
    long scaled = bits * alias.length;
    int column = (int) (scaled >>> 32);
    return (scaled & 0xFFFFFFFFL) < threshold[column] ? column : alias[column];
  }
}
