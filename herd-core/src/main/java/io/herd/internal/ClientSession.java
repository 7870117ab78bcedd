package io.herd.internal;

import io.herd.HerdStats.Count;
import io.herd.protocol.AtView;
import io.herd.protocol.CommandParser;
import io.herd.protocol.PlainReport;
import io.herd.spi.LocationStore.Merged;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client: one answer a command, in the order of the commands. Answers that are ready at once are
 * collected and sent together; behind a question in flight they wait in a queue. Loop thread only.
 */
final class ClientSession implements Role {

  private final NodeCore core;
  private final Reports reports;
  private final Session session;
  private final boolean mayGreet;

  /** Answers that wait for the first of them; null while no question is in flight. */
  private @Nullable ArrayDeque<Answer> waiting;

  private int waitingBytes;

  /** Where collected answers are in {@link Reports#answers}, during a callback of this session. */
  private int answersStart;

  private int answersEnd;

  private boolean anyLine;

  /** No more commands are taken; the connection is closed after the answers. */
  private boolean finishing;

  /** An answer in the queue. */
  private static final class Answer {
    byte @Nullable [] bytes;

    Answer(byte @Nullable [] bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * A client.
   *
   * @param mayGreet whether it may turn out to be a server by its first line
   */
  ClientSession(NodeCore core, Session session, boolean mayGreet) {
    this.core = core;
    this.reports = core.reports();
    this.session = session;
    this.mayGreet = mayGreet;
  }

  @Override
  public void onOpen() {
    session.connection().outboxBytesMax(core.limits().clientOutboxBytes());
  }

  @Override
  public int lineBytesMax() {
    return core.limits().lineBytes();
  }

  @Override
  public boolean takesUnfinishedLine() {
    return true;
  }

  @Override
  public boolean isTrusted() {
    return false;
  }

  @Override
  public boolean takesLines() {
    return !finishing
        && !session.isBlocked()
        && (waiting == null
            || waiting.size() <= core.limits().pipelined()
                && waitingBytes <= core.limits().clientOutboxBytes());
  }

  @Override
  public void onLine(byte[] bytes, int from, int to) {
    if (!anyLine) {
      anyLine = true;
      if (mayGreet && PeerLines.isHello(bytes, from, to)) {
        Greeting greeting = Greeting.asAcceptorOfOpen(core, session);
        session.become(greeting);
        greeting.onLine(bytes, from, to);
        return;
      }
    }
    CommandParser parser = reports.parser();
    switch (parser.parse(bytes, from, to)) {
      case IAMAT -> report(bytes, from, to);
      case WHATSAT -> question(bytes, from, to, parser);
      default -> refuse(bytes, from, to);
    }
    if (core.settings().closeAfterAnswer()) {
      finishing = true;
    }
  }

  @Override
  public int takePlainLines(byte[] bytes, int from, int to) {
    if (waiting != null || core.settings().closeAfterAnswer()) {
      return from;
    }
    PlainReport report = reports.plain();
    int at = from;
    while (at < to) {
      int end = report.read(bytes, at, to);
      if (end < 0 || end - at > lineBytesMax()) {
        break;
      }
      room(reports.lineBytesMax(end - at));
      if (session.isBlocked() || !reports.takesBatch()) {
        break;
      }
      int answerEnd = reports.addToBatch(bytes, answersEnd);
      if (answerEnd < 0) {
        break;
      }
      if (core.wireLog() != null) {
        core.wireLog().onReceived(session.number(), bytes, at, end - at);
      }
      collectedTo(answerEnd);
      at = end + 1;
    }
    anyLine |= at > from;
    return at;
  }

  private void report(byte[] bytes, int from, int to) {
    int end = reports.encode(bytes, room(reports.lineBytesMax(to - from)), answersEnd);
    if (core.expiry().refuses(reports.candidate()) || reports.accept() == Merged.FULL) {
      refuse(bytes, from, to);
    } else {
      collectedTo(end);
    }
  }

  private void question(byte[] bytes, int from, int to, CommandParser parser) {
    AtView found = core.found();
    if (!core.expiry().find(bytes, parser.idStart(), parser.idEnd(), found)) {
      refuse(bytes, from, to);
      return;
    }
    byte[] line = Arrays.copyOfRange(found.bytes, found.start, found.end + 1);
    line[line.length - 1] = '\n';
    flush();
    Answer answer = new Answer(null);
    enqueue(answer);
    core.counters().add(Count.QUERIES);
    core.places()
        .ask(found, parser.radiusKm(), parser.results(), body -> onPlaces(answer, line, body));
  }

  private void onPlaces(Answer answer, byte[] line, byte[] body) {
    byte[] bytes = Arrays.copyOf(line, line.length + body.length + 2);
    int end = LegacyBody.copyWithoutBlankLines(body, bytes, line.length);
    bytes[end] = '\n';
    bytes[end + 1] = '\n';
    answer.bytes = end + 2 == bytes.length ? bytes : Arrays.copyOf(bytes, end + 2);
    waitingBytes += answer.bytes.length;
    sendWaiting();
    session.queued(waitingBytes);
    session.updateReading();
  }

  private void refuse(byte[] bytes, int from, int to) {
    int length = to - from;
    byte[] out = room(length + 3);
    int at = answersEnd;
    out[at++] = '?';
    out[at++] = ' ';
    System.arraycopy(bytes, from, out, at, length);
    out[at + length] = '\n';
    core.events().onRefusedLine(bytes, from, to);
    collectedTo(at + length + 1);
  }

  /** Where answers are collected, with room for so many bytes behind those that are. */
  private byte[] room(int bytes) {
    if (answersEnd == answersStart) {
      answersStart = reports.answersStart();
      answersEnd = answersStart;
    }
    if (reports.answers().length - answersEnd < bytes) {
      flush();
      reports.clearAnswers(bytes);
      answersStart = 0;
      answersEnd = 0;
    }
    return reports.answers();
  }

  /** An answer was written up to here. */
  private void collectedTo(int end) {
    byte[] answers = reports.answers();
    if (waiting != null) {
      byte[] bytes = Arrays.copyOfRange(answers, answersEnd, end);
      waitingBytes += bytes.length;
      enqueue(new Answer(bytes));
      session.queued(waitingBytes);
      return;
    }
    if (core.wireLog() != null) {
      core.wireLog().onSent(session.number(), answers, answersEnd, end - 1 - answersEnd);
    }
    answersEnd = end;
  }

  private void enqueue(Answer answer) {
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(answer);
  }

  /** Sends what is collected; while the transport has no room, it waits in the session. */
  private void flush() {
    int start = answersStart;
    int length = answersEnd - start;
    answersStart = answersEnd;
    if (length == 0 || session.isClosing()) {
      return;
    }
    session.send(reports.answers(), start, length);
    if (session.isBlocked()) {
      core.counters().add(Count.READS_PAUSED);
    }
  }

  private void sendWaiting() {
    ArrayDeque<Answer> queue = waiting;
    if (queue == null) {
      return;
    }
    while (!queue.isEmpty() && !session.isBlocked() && !session.isClosing()) {
      byte[] bytes = queue.element().bytes;
      if (bytes == null) {
        return;
      }
      queue.remove();
      waitingBytes -= bytes.length;
      if (core.wireLog() != null) {
        core.wireLog().onSent(session.number(), bytes, 0, bytes.length - 1);
      }
      session.send(bytes, 0, bytes.length);
    }
    if (queue.isEmpty()) {
      waiting = null;
      closeIfFinished();
    }
  }

  @Override
  public void onLongLine(byte[] bytes, int from, int to) {
    refuse(bytes, from, to);
    finishing = true;
  }

  @Override
  public void onLinesEnd() {
    flush();
    closeIfFinished();
  }

  @Override
  public void onEnd() {
    finishing = true;
    closeIfFinished();
  }

  /** Takes no more commands and closes when all that came are answered. */
  void finish() {
    finishing = true;
    session.updateReading();
    closeIfFinished();
  }

  /** Whether the next answer waits for a question in flight, and not for the client. */
  boolean isWaiting() {
    return waiting != null && !session.isBlocked();
  }

  private void closeIfFinished() {
    if (finishing && waiting == null) {
      session.close();
    }
  }

  @Override
  public void onRoom() {
    sendWaiting();
    session.queued(waitingBytes);
    closeIfFinished();
  }

  @Override
  public void onClose(String reason) {
    waiting = null;
    waitingBytes = 0;
  }
}
