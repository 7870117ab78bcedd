package io.herd.transport.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * The handshake of one TLS connection, step by step as the socket allows. What is expensive about
 * it waits for its turn among the {@link Handshakes} of the loop. Used by the thread of its loop
 * only.
 */
final class TlsHandshake {

  /** Whoever waits for the handshake. */
  interface Outcome {

    /** A step was done, after which the socket may have to be asked for something else. */
    void onStep();

    /** The handshake is done. Once, unless it fails. */
    void onAgreed() throws IOException;

    /** The handshake has failed, or was not done in time. Once, and the other one no more. */
    void onRefused(IOException cause);
  }

  private final NioLoop loop;
  private final SSLEngine engine;
  private final TlsRecords records;
  private final Outcome outcome;
  private final Deadline deadline;
  private boolean over;
  private boolean mayRead;

  /** The next step is in the loop's queue. */
  private boolean queued;

  /** A step was in the loop's queue before. */
  private boolean begun;

  TlsHandshake(NioLoop loop, SSLEngine engine, TlsRecords records, Outcome outcome) {
    this.loop = loop;
    this.engine = engine;
    this.records = records;
    this.outcome = outcome;
    deadline = new Deadline(loop);
  }

  /** Begins to wait for the other side. */
  void begin(SocketAddress remote) {
    deadline.set(loop.timeouts().handshakeNanos(), () -> timeOut(remote));
    goOn();
  }

  /** What the socket is asked for: nothing while this side has to do its part. */
  int interest() {
    return queued ? 0 : SelectionKey.OP_READ;
  }

  /** Goes on as far as that is possible and cheap, with one read at the most. */
  void goOn() {
    mayRead = true;
    try {
      records.flush();
      boolean more = true;
      while (more && !over) {
        more = step();
      }
    } catch (IOException e) {
      refuse(e);
    }
  }

  void cancel() {
    over = true;
    deadline.cancel();
  }

  /** Does the next step; returns whether there may be another one at once. */
  private boolean step() throws IOException {
    return switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        queueTasks();
        yield false;
      }
      case NEED_WRAP -> records.flush() && records.writeOwn();
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
      case FINISHED, NOT_HANDSHAKING -> {
        cancel();
        outcome.onAgreed();
        yield false;
      }
    };
  }

  private boolean unwrap() throws IOException {
    ByteBuffer in = records.receive(mayRead ? TlsRecords.RECORD_BYTES_MAX : 0);
    mayRead = false;
    try {
      SSLEngineResult result = records.unwrap(in, in.slice(0, 0));
      return switch (result.getStatus()) {
        case OK -> true;
        case BUFFER_UNDERFLOW -> false;
        case BUFFER_OVERFLOW -> throw new SSLException("application data inside of the handshake");
        case CLOSED -> throw new SSLException("the other side has given up the handshake");
      };
    } finally {
      records.keep(in);
    }
  }

  private void queueTasks() {
    if (!queued) {
      queued = true;
      loop.handshakes().add(this::runTasks, begun);
      begun = true;
    }
  }

  private void runTasks() {
    queued = false;
    if (over) {
      return;
    }
    try {
      records.runTasks();
      goOn();
    } catch (SSLException e) {
      refuse(e);
    }
    outcome.onStep();
  }

  private void timeOut(SocketAddress remote) {
    SocketTimeoutException timeout = new SocketTimeoutException(remote + " is slow to shake hands");
    try {
      records.close();
    } catch (IOException e) {
      timeout.addSuppressed(e);
    }
    refuse(timeout);
  }

  private void refuse(IOException cause) {
    cancel();
    outcome.onRefused(cause);
  }
}
