package io.herd.tls;

import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines that talk to each other in memory. Not thread-safe. */
final class TlsHandshakes {

  private static final int BUFFER = 1 << 16;
  private static final int ROUNDS_MAX = 100;

  private TlsHandshakes() {}

  /** Shakes hands, and exchanges a byte each way, so that late refusals show too. */
  static void shake(SSLEngine client, SSLEngine server) throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
    ByteBuffer toClient = ByteBuffer.allocate(BUFFER);
    ByteBuffer atServer = ByteBuffer.allocate(BUFFER);
    ByteBuffer atClient = ByteBuffer.allocate(BUFFER);
    for (int i = 0; i < ROUNDS_MAX; i++) {
      wrap(client, toServer);
      unwrap(server, toServer, atServer);
      wrap(server, toClient);
      unwrap(client, toClient, atClient);
      if (atServer.position() > 0 && atClient.position() > 0) {
        return;
      }
    }
    throw new AssertionError(client.getHandshakeStatus() + ", " + server.getHandshakeStatus());
  }

  private static void wrap(SSLEngine engine, ByteBuffer out) throws SSLException {
    ByteBuffer one = ByteBuffer.wrap(new byte[1]);
    while (engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP && one.hasRemaining()) {
      runTasks(engine);
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
        return;
      }
      SSLEngineResult result = engine.wrap(one, out);
      assertNotSame(SSLEngineResult.Status.BUFFER_OVERFLOW, result.getStatus());
    }
  }

  private static void unwrap(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    in.flip();
    SSLEngineResult.Status status = SSLEngineResult.Status.OK;
    while (in.hasRemaining() && status == SSLEngineResult.Status.OK) {
      status = engine.unwrap(in, out).getStatus();
      runTasks(engine);
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        break;
      }
    }
    in.compact();
  }

  private static void runTasks(SSLEngine engine) {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }
}
