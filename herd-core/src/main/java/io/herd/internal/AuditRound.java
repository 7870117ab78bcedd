package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtView;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One audit, at one of its two sides. Both sum up what they hold; where the sums differ, they go on
 * to ranges and leaves, and send each other the records of the leaves that differ. Most of what
 * differs in a herd that works was under way when it was summed up, so no more than a bounded
 * number of leaves is repaired in one audit; in the next one clients are in other leaves, so that
 * in the end all have their turn. Loop thread only.
 */
final class AuditRound {

  /** How many leaves are looked into, in so many ranges as have them. */
  static final int LEAVES_COMPARED_MAX = 4_096;

  /** How many leaves are repaired. */
  static final int LEAVES_REPAIRED_MAX = 64;

  /** How many clients these may have altogether, if they are of the usual size. */
  private static final int CLIENTS_REPAIRED = LEAVES_REPAIRED_MAX * AuditTable.CLIENTS_A_LEAF;

  /** How many records are sent, if they are not: the first of two audits may not know that. */
  static final int RECORDS_REPAIRED_MAX = 2 * CLIENTS_REPAIRED;

  private static final byte[] REPAIR = (PeerLines.REPAIR + " ").getBytes(StandardCharsets.US_ASCII);

  private final NodeCore core;
  private final Session session;
  private final long seed;
  private final long from;
  private final boolean asked;
  private final Runnable onOver;
  private final AuditTable table;
  private final BitSet wanted = new BitSet();
  private FeedWalk walk;
  private boolean summed;
  private boolean compared;
  private boolean repairs;
  private long @Nullable [] answer;
  private int recordsSent;

  /**
   * Begins an audit.
   *
   * @param from only what expires later is looked at; 0 for everything
   * @param asked whether the neighbour asked for it, and not this side
   * @param onOver run when nothing is to be done any more
   */
  AuditRound(
      NodeCore core,
      Session session,
      long seed,
      int leaves,
      long from,
      boolean asked,
      Runnable onOver) {
    this.core = core;
    this.session = session;
    this.seed = seed;
    this.from = from;
    this.asked = asked;
    this.onOver = onOver;
    this.table = new AuditTable(seed, leaves);
    this.walk = new FeedWalk(core, new Summing());
  }

  long seed() {
    return seed;
  }

  private boolean isAudited(AtView record) {
    return !core.replica().lifetime().isOver(record, from)
        && !core.replica().origins().isForeign(record.origin);
  }

  /** Sums up what is held. */
  private final class Summing implements FeedWalk.Visitor {

    @Override
    public boolean mayGoOn() {
      return true;
    }

    @Override
    public void visit(AtView record) {
      if (isAudited(record)) {
        table.add(record);
      }
    }

    @Override
    public void onEnd() {
      summed = true;
      if (asked) {
        session.sendLine(AuditLine.of(AuditLine.ROOT, seed, core.store().clients(), table.root()));
      } else {
        compareRoots();
      }
    }
  }

  /**
   * What the neighbour holds, or its leaves that differ, by the word of the line.
   *
   * @param numbers of the line, the seed among them
   * @return false if the line is malformed
   */
  boolean onLine(String word, long[] numbers) {
    return switch (word) {
      case AuditLine.ROOT -> onRoot(numbers);
      case AuditLine.RANGES -> onRanges(numbers);
      case AuditLine.LEAVES -> onLeaves(numbers);
      case AuditLine.WANT -> onWant(numbers);
      default -> true;
    };
  }

  private boolean onRoot(long[] numbers) {
    if (asked || answer != null || numbers.length != 3 || numbers[1] < 0) {
      return false;
    }
    answer = numbers;
    compareRoots();
    return true;
  }

  private void compareRoots() {
    if (answer == null || !summed) {
      return;
    }
    if (answer[2] == table.root()) {
      session.sendLine(AuditLine.of(AuditLine.WANT, seed));
      end();
      return;
    }
    long[] sums = new long[1 + table.ranges()];
    sums[0] = seed;
    for (int range = 0; range < table.ranges(); range++) {
      sums[1 + range] = table.range(range);
    }
    session.sendLine(AuditLine.of(AuditLine.RANGES, sums));
  }

  private boolean onRanges(long[] numbers) {
    if (!asked || !summed || compared || numbers.length != 1 + table.ranges()) {
      return false;
    }
    compared = true;
    BitSet different = new BitSet();
    int most = LEAVES_COMPARED_MAX / table.leavesOfRange();
    for (int range = 0; range < table.ranges(); range++) {
      boolean differs = numbers[1 + range] != table.range(range);
      different.set(range, differs && different.cardinality() < most);
    }
    int left = different.cardinality();
    for (int range = different.nextSetBit(0); range >= 0; range = different.nextSetBit(range + 1)) {
      sendLeaves(range, --left);
    }
    return true;
  }

  private void sendLeaves(int range, int left) {
    int leaves = table.leavesOfRange();
    long[] sums = new long[3 + leaves];
    sums[0] = seed;
    sums[1] = left;
    sums[2] = range;
    for (int i = 0; i < leaves; i++) {
      sums[3 + i] = table.leaf(range * leaves + i);
    }
    session.sendLine(AuditLine.of(AuditLine.LEAVES, sums));
  }

  private boolean onLeaves(long[] numbers) {
    int leaves = table.leavesOfRange();
    if (asked || !summed || repairs || numbers.length != 3 + leaves) {
      return false;
    }
    if (numbers[2] < 0 || numbers[2] >= table.ranges()) {
      return false;
    }
    int first = (int) numbers[2] * leaves;
    for (int i = 0; i < leaves && wanted.cardinality() < leavesMax(); i++) {
      if (numbers[3 + i] != table.leaf(first + i)) {
        wanted.set(first + i);
      }
    }
    if (numbers[1] == 0) {
      long[] all = new long[1 + wanted.cardinality()];
      all[0] = seed;
      int at = 1;
      for (int leaf = wanted.nextSetBit(0); leaf >= 0; leaf = wanted.nextSetBit(leaf + 1)) {
        all[at++] = leaf;
      }
      session.sendLine(AuditLine.of(AuditLine.WANT, all));
      repair();
    }
    return true;
  }

  private int leavesMax() {
    long usual = (long) CLIENTS_REPAIRED * table.leaves() / Math.max(1, core.store().clients());
    return (int) Math.max(1, Math.min(LEAVES_REPAIRED_MAX, usual));
  }

  private boolean onWant(long[] numbers) {
    if (!asked || !summed || repairs || numbers.length > 1 + LEAVES_REPAIRED_MAX) {
      return false;
    }
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] < 0 || numbers[i] >= table.leaves()) {
        return false;
      }
      wanted.set((int) numbers[i]);
    }
    repair();
    return true;
  }

  /** Sends the records of the leaves that differ. */
  private void repair() {
    repairs = true;
    if (wanted.isEmpty()) {
      end();
    } else {
      walk = new FeedWalk(core, new Repairing());
    }
  }

  /** Sends what is held in the leaves that differ. */
  private final class Repairing implements FeedWalk.Visitor {

    @Override
    public boolean mayGoOn() {
      return !session.isBlocked();
    }

    @Override
    public void visit(AtView record) {
      if (recordsSent < RECORDS_REPAIRED_MAX
          && isAudited(record)
          && wanted.get(table.leafOf(record))) {
        recordsSent++;
        send(record);
      }
    }

    @Override
    public void onEnd() {
      end();
    }
  }

  private void send(AtView record) {
    byte[] out = core.scratch(REPAIR.length + record.length() + RecordLine.SUFFIX_MAX);
    System.arraycopy(REPAIR, 0, out, 0, REPAIR.length);
    byte[] suffix = core.replica().origins().suffix(record.origin);
    int end = RecordLine.put(out, REPAIR.length, record, suffix);
    if (core.wireLog() != null) {
      core.wireLog().onSent(session.number(), out, 0, end - 1);
    }
    core.counters().add(Count.RECORDS_SENT);
    session.send(out, 0, end);
  }

  private void end() {
    close();
    onOver.run();
  }

  /** Ends the audit where it is. Idempotent. */
  void close() {
    walk.close();
  }
}
