package io.herd.internal;

import io.herd.protocol.AtView;

/**
 * What a server holds, summed up for an audit: a sum of the hashes of the AT lines for each leaf,
 * which are clients whose ids' hashes begin alike, for each range of leaves, and for all. What a
 * neighbour holds too has the same sums there, in whatever order it came. Loop thread only.
 */
final class AuditTable {

  /** More leaves are not asked for: with more clients, a leaf has more of them. */
  static final int LEAVES_MAX = 1 << 16;

  /** How many ranges there are at the most. */
  static final int RANGES_MAX = 256;

  /** How many clients a leaf should have. */
  static final int CLIENTS_A_LEAF = 32;

  private final LineHash hash;
  private final int shift;
  private final long[] leaves;

  /**
   * A table without a record.
   *
   * @param leaves how many; a power of two
   */
  AuditTable(long seed, int leaves) {
    this.hash = new LineHash(seed);
    this.shift = Long.SIZE - Integer.numberOfTrailingZeros(leaves);
    this.leaves = new long[leaves];
  }

  /** How many leaves are right for so many clients. */
  static int leavesFor(int clients) {
    int wanted = Math.min(LEAVES_MAX, clients / CLIENTS_A_LEAF);
    return wanted <= 1 ? 1 : Integer.highestOneBit(wanted - 1) << 1;
  }

  /** Whether a table may have so many leaves. */
  static boolean isPossible(long leaves) {
    return leaves >= 1 && leaves <= LEAVES_MAX && Long.bitCount(leaves) == 1;
  }

  void add(AtView record) {
    leaves[leafOf(record)] += hash.of(record.bytes, record.start, record.end);
  }

  /** The leaf of the record's client. */
  int leafOf(AtView record) {
    // a shift by 64 is one by 0
    return shift == Long.SIZE
        ? 0
        : (int) (hash.of(record.bytes, record.idStart, record.idEnd) >>> shift);
  }

  int leaves() {
    return leaves.length;
  }

  int ranges() {
    return Math.min(RANGES_MAX, leaves.length);
  }

  int leavesOfRange() {
    return leaves.length / ranges();
  }

  long leaf(int leaf) {
    return leaves[leaf];
  }

  long range(int range) {
    long sum = 0;
    for (int i = range * leavesOfRange(); i < (range + 1) * leavesOfRange(); i++) {
      sum += leaves[i];
    }
    return sum;
  }

  long root() {
    long sum = 0;
    for (long leaf : leaves) {
      sum += leaf;
    }
    return sum;
  }
}
