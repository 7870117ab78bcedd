package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.protocol.AtEncoder;
import io.herd.protocol.AtView;
import io.herd.protocol.CommandParser;
import io.herd.protocol.PlainReport;
import io.herd.spi.LocationStore;
import io.herd.spi.LocationStore.Merged;

/**
 * What clients report: makes AT lines of reports and takes these in, one by one or some at a time.
 *
 * <p>Plain reports are answered first and taken in later, up to 32 together, so that the store
 * waits once for the memory of all their clients; they may have come over as many connections. They
 * are taken in at the 32nd, before anything else that has come is looked at, before the application
 * is answered, and at the end of the turn: see {@link #settle}. Until then they are as reports that
 * have not come yet, so whatever else runs in the turn sees a store and heads that agree.
 *
 * <p>Loop thread only.
 */
final class Reports {

  /** As many reports at a time as a store can look ahead. */
  private static final int BATCH_MAX = 32;

  private static final int ANSWERS_BYTES_MIN = 1 << 16;

  private final NodeCore core;
  private final Replica replica;
  private final Expiry expiry;
  private final CommandParser parser;
  private final PlainReport plain = new PlainReport();
  private final AtView candidate = new AtView();
  private final AtEncoder encoder;

  /** Reports that are answered and will be taken in together; their lines are answers. */
  private final AtView[] batch = new AtView[BATCH_MAX];

  private int batched;

  /** Where clients' answers are collected. */
  private byte[] answers = new byte[ANSWERS_BYTES_MIN];

  Reports(NodeCore core) {
    this.core = core;
    replica = core.replica();
    expiry = core.expiry();
    encoder = new AtEncoder(core.self());
    Limits limits = core.limits();
    parser = new CommandParser(limits.radiusKm(), limits.results());
    for (int i = 0; i < BATCH_MAX; i++) {
      batch[i] = new AtView();
    }
  }

  /** The parser of single lines. */
  CommandParser parser() {
    return parser;
  }

  /** The reader of reports that need no parser. */
  PlainReport plain() {
    return plain;
  }

  /** The view that {@link #encode} fills. */
  AtView candidate() {
    return candidate;
  }

  /** How much room the AT line of a report needs that has so many bytes. */
  int lineBytesMax(int reportBytes) {
    return reportBytes + AtEncoder.OVERHEAD_MAX + core.self().length();
  }

  /**
   * Writes the AT line of the IAMAT last parsed, with its line feed, and fills the candidate with
   * it.
   *
   * @return the offset behind the line
   */
  int encode(byte[] bytes, byte[] out, int start) {
    int id = putStart(candidate, parser.timeNanos(), out, start);
    int idEnd = AtEncoder.putField(out, id, bytes, parser.idStart(), parser.idEnd(), ' ') - 1;
    int time =
        AtEncoder.putField(
            out, idEnd + 1, bytes, parser.coordinatesStart(), parser.coordinatesEnd(), ' ');
    int end = AtEncoder.putField(out, time, bytes, parser.timeStart(), parser.timeEnd(), '\n');
    candidate.line(out, start, end - 1, id, idEnd);
    return end;
  }

  private int putStart(AtView view, long clientNanos, byte[] out, int start) {
    long receipt = core.epochNanos();
    view.clientNanos = clientNanos;
    view.receiptNanos = receipt;
    return encoder.putStart(out, start, receipt, clientNanos);
  }

  /** Takes in the report that {@link #encode} has put into the candidate. */
  Merged accept() {
    forgetIfOver(candidate);
    Merged merged = accept(candidate, room(1));
    if (Replica.isKept(merged)) {
      core.counters().add(Count.REPORTS_KEPT);
    } else if (merged != Merged.FULL) {
      core.counters().add(Count.REPORTS_UNCHANGED);
    }
    return merged;
  }

  /** What has expired makes room. */
  private void forgetIfOver(AtView report) {
    replica.forgetIfOver(report, report.receiptNanos);
  }

  /** Whether the store has room for so many new clients. */
  private boolean room(int clients) {
    LocationStore store = core.store();
    Limits limits = core.limits();
    return store.clients() <= limits.clients() - clients && store.bytes() < limits.storeBytes();
  }

  /** Takes a report in and tells of it; what is counted of it is the caller's. */
  private Merged accept(AtView report, boolean room) {
    Merged merged = replica.accept(report, room);
    if (Replica.isKept(merged)) {
      core.onKept(report, true);
    } else if (merged == Merged.FULL) {
      core.events().onRefusedClient();
    }
    return merged;
  }

  // --- some at a time ---

  /**
   * Whether reports may be answered before they are taken in, which is sound only if none of them
   * can be refused: while the store has room for all of them. Nothing else is taken in while a
   * batch is under way, so the room is still there then.
   */
  boolean takesBatch() {
    return batched > 0 || room(BATCH_MAX);
  }

  /**
   * Writes the AT line of the {@link #plain} report last read, with its line feed, and makes it the
   * next of the batch. When that is full it is taken in.
   *
   * @param start where in {@link #answers} to write, behind the lines of the batch
   * @return the offset behind the line; -1 if the report has expired and is left out
   */
  int addToBatch(byte[] bytes, int start) {
    AtView view = batch[batched];
    byte[] out = answers;
    int id = putStart(view, plain.timeNanos(), out, start);
    int end = AtEncoder.putField(out, id, bytes, plain.idStart(), plain.timeEnd(), '\n');
    view.line(out, start, end - 1, id, id + plain.idEnd() - plain.idStart());
    if (expiry.isOver(view)) {
      return -1;
    }
    if (++batched == BATCH_MAX) {
      settle();
    }
    return end;
  }

  /** Takes in the reports that are answered, in order. Most often there are none. */
  void settle() {
    int count = batched;
    if (count == 0) {
      return;
    }
    batched = 0;
    if (count > 1) {
      core.store().expect(batch, count);
    }
    int kept = 0;
    int unchanged = 0;
    try {
      for (int i = 0; i < count; i++) {
        AtView report = batch[i];
        forgetIfOver(report);
        Merged merged = accept(report, true);
        if (Replica.isKept(merged)) {
          kept++;
        } else if (merged != Merged.FULL) {
          unchanged++;
        }
      }
    } finally {
      core.counters().add(Count.REPORTS_KEPT, kept);
      core.counters().add(Count.REPORTS_UNCHANGED, unchanged);
    }
  }

  // --- answers ---

  /** Where clients' answers are collected before they are sent. */
  byte[] answers() {
    return answers;
  }

  /** From where on answers may be written: behind the lines of the batch. */
  int answersStart() {
    return batched == 0 ? 0 : batch[batched - 1].end + 1;
  }

  /** Makes room for so many bytes of answers, from 0 on. What was there is gone. */
  void clearAnswers(int bytes) {
    settle();
    if (answers.length < bytes) {
      answers = new byte[bytes];
    }
  }
}
