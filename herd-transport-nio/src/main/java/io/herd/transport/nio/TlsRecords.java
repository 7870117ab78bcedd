package io.herd.transport.nio;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The records of one TLS connection between an engine and a socket. Keeps what has come and is not
 * decrypted, usually a part of a record, and what is encrypted and not written; owns no buffer
 * while there is neither. Used by the thread of its loop only.
 */
final class TlsRecords {

  /** More than the longest record there is. */
  static final int RECORD_BYTES_MAX = 20 * 1024;

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final SocketWire socket;
  private final LoopBuffers buffers;
  private ByteBuffer received = NONE;
  private ByteBuffer unwritten = NONE;

  /** How many bytes of the application are in what is unwritten. */
  private int unwrittenPlain;

  /** Whether the last read has found the end of the stream. */
  private boolean ended;

  TlsRecords(SSLEngine engine, SocketWire socket, LoopBuffers buffers) {
    this.engine = engine;
    this.socket = socket;
    this.buffers = buffers;
  }

  boolean hasReceived() {
    return received.hasRemaining();
  }

  boolean hasUnwritten() {
    return unwritten.hasRemaining();
  }

  int unwrittenPlain() {
    return unwrittenPlain;
  }

  /**
   * Reads from the socket behind what has come before, and lends all of it until {@link #keep}.
   *
   * @param most how many bytes may be there then; nothing is read if more are there already
   */
  ByteBuffer receive(int most) throws IOException {
    ByteBuffer in = buffers.recordsIn().clear().put(received);
    int before = in.position();
    int count = 0;
    if (before < most) {
      in.limit(Math.min(most, in.capacity()));
      count = socket.read(in);
    }
    in.flip();
    ended = count < 0;
    return in;
  }

  /** Keeps what is left of the bytes that {@link #receive} lent. */
  void keep(ByteBuffer in) {
    received = in.hasRemaining() ? copyOf(in) : NONE;
  }

  /**
   * Decrypts one record.
   *
   * @throws EOFException if there is no whole one, and no more can come
   */
  SSLEngineResult unwrap(ByteBuffer in, ByteBuffer target) throws IOException {
    SSLEngineResult result;
    try {
      result = engine.unwrap(in, target);
    } catch (RuntimeException e) {
      throw failed(e);
    }
    if (ended && result.getStatus() == Status.BUFFER_UNDERFLOW) {
      throw new EOFException("the other side has ended without the goodbye of TLS");
    }
    return result;
  }

  /** Does the work that the engine has put off; what goes wrong, its next call tells. */
  void runTasks() throws SSLException {
    try {
      Runnable task;
      while ((task = engine.getDelegatedTask()) != null) {
        task.run();
      }
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /**
   * Encrypts and writes, until all is taken or the socket takes no more. Until TLS 1.2 the other
   * side's goodbye ends both directions, so that there is nobody to send to: then all is taken and
   * dropped.
   *
   * @return how many bytes were taken
   */
  int write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
    while (flush() && source.hasRemaining()) {
      int before = source.position();
      ByteBuffer out = buffers.recordsOut().clear();
      SSLEngineResult result;
      do {
        result = wrap(source, out);
        if (result.getStatus() == Status.CLOSED) {
          return length;
        }
      } while (source.hasRemaining() && result.bytesProduced() > 0);
      if (out.position() == 0) {
        throw new SSLException("the TLS engine takes nothing");
      }
      write(out.flip(), source.position() - before);
    }
    return source.position() - offset;
  }

  /**
   * Writes one record that is none of the application's, if the engine has one.
   *
   * @return whether there was one
   */
  boolean writeOwn() throws IOException {
    ByteBuffer out = buffers.recordsOut().clear();
    wrap(NONE.duplicate(), out);
    boolean any = out.position() > 0;
    write(out.flip(), 0);
    return any;
  }

  /** Writes what is encrypted already, and says whether all of it is written. */
  boolean flush() throws IOException {
    if (unwritten.hasRemaining()) {
      socket.write(unwritten);
    }
    if (unwritten.hasRemaining()) {
      return false;
    }
    unwritten = NONE;
    unwrittenPlain = 0;
    return true;
  }

  /** Says goodbye, or what went wrong; returns whether all of it is written. */
  boolean close() throws IOException {
    engine.closeOutbound();
    while (flush()) {
      if (engine.isOutboundDone() || !writeOwn()) {
        return flush();
      }
    }
    return false;
  }

  private SSLEngineResult wrap(ByteBuffer source, ByteBuffer out) throws SSLException {
    try {
      return engine.wrap(source, out);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private void write(ByteBuffer records, int plain) throws IOException {
    socket.write(records);
    if (records.hasRemaining()) {
      unwritten = copyOf(records);
      unwrittenPlain = plain;
    }
  }

  private static SSLException failed(RuntimeException cause) {
    return new SSLException("the TLS engine has failed", cause);
  }

  private static ByteBuffer copyOf(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }
}
