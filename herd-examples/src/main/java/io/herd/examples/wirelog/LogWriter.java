package io.herd.examples.wirelog;

import io.herd.protocol.ServerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns events into lines and writes these. When the file cannot be written, lines are given up and
 * counted, and it is tried again each second. Not thread-safe.
 */
final class LogWriter {

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
  private static final int BATCH_BYTES = 64 << 10;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LogFiles files;
  private final int batchBytes;
  private final LogText text = new LogText();
  private final Map<Long, String> peers = new HashMap<>();
  private final Start received = new Start("recv ");
  private final Start sent = new Start("sent ");
  private long time;
  private long linesInText;
  private long linesLost;
  private long failedNanos;
  private @Nullable String failure;

  /**
   * How the last line of its kind begins, with time and connection, and where that is in the text:
   * lines of one connection come one behind the other, and begin alike.
   */
  private static final class Start {
    final String word;
    long connection;
    int from;
    int length;

    Start(String word) {
      this.word = word;
    }
  }

  LogWriter(LogFiles files, long fileBytes) {
    this.files = files;
    this.batchBytes = (int) Math.min(BATCH_BYTES, fileBytes / 4);
  }

  /** Writes the event that the ring shows. */
  void write(EventRing ring) {
    EventKind kind = EventKind.of(ring.kind());
    long number = ring.number();
    switch (kind) {
      case RECEIVED -> wire(received, number, ring);
      case SENT -> wire(sent, number, ring);
      default -> other(kind, number, ring);
    }
    if (text.length() >= batchBytes) {
      flush();
    }
  }

  private void wire(Start start, long connection, EventRing ring) {
    if (start.length > 0 && start.connection == connection) {
      text.again(start.from, start.length);
    } else {
      start.connection = connection;
      start.from = text.length();
      String peer = peers.isEmpty() ? null : peers.get(connection);
      LogText line = start(start.word);
      line = peer == null ? line.ascii("#").number(connection) : line.ascii(peer);
      line.ascii(" ");
      start.length = text.length() - start.from;
    }
    endLine(text, ring);
  }

  /** Writes what is no line of the wire; it may change how these begin. */
  private void other(EventKind kind, long number, EventRing ring) {
    forgetStarts();
    switch (kind) {
      case TIME -> time = number;
      case OPENED -> endLine(start("open ").ascii("#").number(number).ascii(" "), ring);
      case CLOSED -> {
        peers.remove(number);
        endLine(start("shut ").ascii("#").number(number), ring);
      }
      case PEER_UP -> {
        endLine(start("link ").ascii("#").number(number).ascii(" "), ring);
        peers.put(number, ServerId.of(string(ring)).toString());
      }
      case PEER_DOWN -> {
        peers.remove(number);
        endLine(start("lost ").ascii("#").number(number).ascii(" "), ring);
      }
      case DROPPED ->
          endLine(start("drop ").number(number).ascii(" lines: the log was behind"), ring);
      case RECEIVED, SENT -> throw new AssertionError(kind);
    }
  }

  private void forgetStarts() {
    received.length = 0;
    sent.length = 0;
  }

  private static String string(EventRing ring) {
    byte[] bytes = ring.text();
    return new String(bytes, ring.offset(), ring.length(), StandardCharsets.UTF_8);
  }

  private LogText start(String word) {
    return text.time(time).ascii(word);
  }

  private void endLine(LogText line, EventRing ring) {
    byte[] bytes = ring.text();
    line.escaped(bytes, ring.offset(), ring.length()).end();
    linesInText++;
  }

  /** Writes what was collected to the file. */
  void flush() {
    if (linesInText == 0) {
      return;
    }
    if (failure == null || System.nanoTime() - failedNanos >= RETRY_NANOS) {
      try {
        tellLoss();
        files.append(text.bytes(), text.length());
        linesInText = 0;
      } catch (IOException e) {
        if (failure == null) {
          LOG.warn("{}: cannot be written, lines are lost: {}", files, e.toString());
        }
        failure = e.getClass().getSimpleName();
        failedNanos = System.nanoTime();
      }
    }
    linesLost += linesInText;
    linesInText = 0;
    text.clear();
    forgetStarts();
  }

  private void tellLoss() throws IOException {
    if (failure == null) {
      return;
    }
    LogText line = new LogText().time(time).ascii("drop ").number(linesLost);
    line.ascii(" lines: the file could not be written, ").ascii(failure).end();
    files.append(line.bytes(), line.length());
    LOG.info("{}: can be written again, {} lines were lost", files, linesLost);
    failure = null;
    linesLost = 0;
  }

  /** Writes what is left, and closes the file. */
  void close() {
    flush();
    if (linesLost > 0) {
      LOG.warn("{}: {} lines were lost", files, linesLost);
    }
    try {
      files.close();
    } catch (IOException e) {
      LOG.warn("{}: cannot be closed: {}", files, e.toString());
    }
  }
}
