package io.herd.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Makes requests and hands them to a connection. The time in the reports rises by a nanosecond from
 * each to the next, beginning with the time of the start: so a later run is later too, no report is
 * ahead of the server's clock, and nothing is formatted but digits. Not thread-safe.
 */
final class Requests {

  /** The most requests that go out at once. */
  final int batchMax;

  private final RequestForm report;
  private final RequestForm question;
  private final ByteBuffer batch;
  private final double questionShare;
  private final SplittableRandom random;
  private final LastReports lastReports;
  private long timeNanos;

  /**
   * Requests of a plan.
   *
   * @param lastReports is told of every report
   */
  Requests(Plan plan, int batchMax, LastReports lastReports) {
    this.batchMax = batchMax;
    this.report = plan.protocol().report();
    this.question = plan.protocol().question();
    int bytes = batchMax * Math.max(report.bytes(), question.bytes());
    this.batch = ByteBuffer.allocateDirect(bytes).order(Digits.ORDER);
    this.questionShare = plan.questionShare();
    this.random = new SplittableRandom(plan.seed());
    this.lastReports = lastReports;
    this.timeNanos = System.currentTimeMillis() * 1_000_000;
  }

  /** Sends a connection's next requests, as many as there are due times. */
  void send(Caller caller, int count, long firstDue, double nanosBetween) throws IOException {
    batch.clear();
    int at = 0;
    for (int i = 0; i < count; i++) {
      long due = firstDue + (long) (i * nanosBetween);
      int client = caller.clients.next();
      if (questionShare > 0 && random.nextDouble() < questionShare) {
        at = question.put(batch, at, client, 0);
        caller.outstanding.addQuestion(client, due);
      } else {
        at = report(caller, at, client, due);
      }
    }
    caller.write(batch.position(0).limit(at));
  }

  /** Sends reports of a connection's next clients, one after the other. */
  void sendInOrder(Caller caller, int count, long due) throws IOException {
    batch.clear();
    int at = 0;
    for (int i = 0; i < count; i++) {
      at = report(caller, at, caller.clients.nextInOrder(), due);
    }
    caller.write(batch.position(0).limit(at));
  }

  private int report(Caller caller, int at, int client, long due) {
    long time = ++timeNanos;
    caller.outstanding.addReport(client, time, due);
    lastReports.onReport(client, time);
    return report.put(batch, at, client, time);
  }
}
