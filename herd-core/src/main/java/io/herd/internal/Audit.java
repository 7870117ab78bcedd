package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.ServerId;
import io.herd.spi.Loop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The net below the heads: every so often the two servers of a link compare what they hold, and
 * repair what heads could not see, since they said that it was held. In a herd without a mistake
 * nothing is ever found. The server whose name sorts first asks. Loop thread only.
 */
final class Audit {

  /** After this part of the interval it is looked again whether all is sent. */
  private static final int RETRY_DIVISOR = 32;

  private final NodeCore core;
  private final Session session;
  private final ServerId neighbour;
  private final Pump pump;
  private final Runnable onRoundOver = this::end;
  private Loop.@Nullable Timer timer;
  private @Nullable AuditRound round;
  private int neighbourClients;
  private boolean told;

  Audit(NodeCore core, Session session, ServerId neighbour, Pump pump) {
    this.core = core;
    this.session = session;
    this.neighbour = neighbour;
    this.pump = pump;
  }

  /** The link is up: asks from now on, if that is this side's part. */
  void start() {
    long interval = core.settings().timing().audit();
    if (interval > 0 && core.self().compareTo(neighbour) < 0) {
      askAfter(core.jittered(interval));
    }
  }

  private void askAfter(long nanos) {
    timer =
        core.loop()
            .schedule(
                nanos,
                () -> {
                  long interval = core.settings().timing().audit();
                  // what waits to be sent would only be found to differ
                  boolean ready = pump.isDone();
                  if (ready) {
                    ask();
                  }
                  askAfter(ready ? interval : Math.max(1, interval / RETRY_DIVISOR));
                });
  }

  private void ask() {
    long seed = core.transport().random().nextLong();
    int leaves = AuditTable.leavesFor(Math.max(core.store().clients(), neighbourClients));
    long from = core.replica().lifetime().auditedFrom(core.epochNanos());
    core.counters().add(Count.AUDITS);
    begin(seed, leaves, from, false);
    session.sendLine(AuditLine.of(AuditLine.ASK, seed, leaves, from));
  }

  private void begin(long seed, int leaves, long from, boolean asked) {
    end();
    told = false;
    round = new AuditRound(core, session, seed, leaves, from, asked, onRoundOver);
  }

  private void end() {
    if (round != null) {
      round.close();
      round = null;
    }
  }

  /**
   * A line of the neighbour's about an audit. One of a former audit is too late, and not wrong.
   *
   * @return false if it is malformed
   */
  boolean onLine(List<String> fields) {
    long[] numbers = fields.size() < 3 ? null : AuditLine.numbers(fields);
    if (numbers == null) {
      return false;
    }
    String word = fields.get(1);
    if (word.equals(AuditLine.ASK)) {
      return onAsk(numbers);
    }
    AuditRound current = round;
    if (current == null || current.seed() != numbers[0]) {
      return true;
    }
    if (word.equals(AuditLine.ROOT) && numbers.length == 3) {
      neighbourClients = (int) Math.max(0, Math.min(Integer.MAX_VALUE, numbers[1]));
    }
    return current.onLine(word, numbers);
  }

  private boolean onAsk(long[] numbers) {
    if (numbers.length != 3 || !AuditTable.isPossible(numbers[1])) {
      return false;
    }
    core.counters().add(Count.AUDITS);
    begin(numbers[0], (int) numbers[1], numbers[2], true);
    return true;
  }

  /** The neighbour sent a record that the heads said was held here, and it was not. */
  void onRepaired() {
    core.counters().add(Count.AUDIT_REPAIRS);
    if (!told) {
      told = true;
      core.counters().add(Count.AUDIT_MISMATCHES);
      core.events().onAuditMismatch(neighbour);
    }
  }

  /** The link is down. */
  void close() {
    if (timer != null) {
      timer.cancel();
    }
    end();
  }
}
