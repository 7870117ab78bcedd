package io.herd.transport.nio;

import io.herd.testkit.tls.TestEngines;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * A client of TLS that has its engine at hand, and so can send what no socket of the JDK sends, and
 * leave unread what those always read. Not thread-safe.
 */
final class EngineClient implements AutoCloseable {

  private final SSLEngine engine;
  private final SocketChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(1 << 16).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocate(1 << 16);
  private ByteBuffer unsent = ByteBuffer.allocate(0);

  /** A client that has shaken hands. */
  EngineClient(SocketAddress address, TestEngines tls) throws IOException {
    engine = tls.dialing(address);
    channel = SocketChannel.open(address);
    engine.beginHandshake();
    while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> encrypt(new byte[0]);
        default -> read();
      }
    }
    channel.configureBlocking(false);
  }

  /** Encrypts bytes, or what the engine has to say before, and sends it. */
  void encrypt(byte[] bytes) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(bytes);
    ByteBuffer records = ByteBuffer.allocate(1 << 16).put(unsent);
    do {
      engine.wrap(source, records);
    } while (source.hasRemaining());
    unsent = records.flip();
    flush();
  }

  /** Says that the keys are new, and asks the other side to have new ones too. */
  void updateKeys() throws IOException {
    engine.beginHandshake();
    encrypt(new byte[0]);
  }

  /** Sends what was not taken before; returns whether all of it is. */
  boolean flush() throws IOException {
    channel.write(unsent);
    return !unsent.hasRemaining();
  }

  /** Reads what has come; gives how many bytes of the application were in it. */
  int read() throws IOException {
    plain.clear();
    if (!decrypt()) {
      received.compact();
      int count = channel.read(received);
      received.flip();
      if (count < 0) {
        throw new EOFException("the end");
      }
      decrypt();
    }
    return plain.position();
  }

  /** Decrypts records as long as there are any, and the engine wants no more than that. */
  private boolean decrypt() throws IOException {
    boolean any = false;
    while (engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK
        && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP
        && engine.unwrap(received, plain).getStatus() == Status.OK) {
      any = true;
    }
    return any;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
