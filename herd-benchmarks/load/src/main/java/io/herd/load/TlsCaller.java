package io.herd.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The client's end of a connection by TLS. Takes whatever certificate it is shown: it measures, and
 * says nothing that is secret. Not thread-safe.
 */
final class TlsCaller {

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);
  private static final int RECORDS_BYTES = 1 << 18;

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final ByteBuffer received = ByteBuffer.allocate(RECORDS_BYTES).limit(0);

  private TlsCaller(SocketChannel channel, SSLEngine engine) {
    this.channel = channel;
    this.engine = engine;
  }

  /** Takes up a connection, and returns when both sides have shaken hands. */
  static TlsCaller over(SocketChannel channel) throws IOException {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(true);
    TlsCaller caller = new TlsCaller(channel, engine);
    caller.handshake();
    return caller;
  }

  private void handshake() throws IOException {
    engine.beginHandshake();
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> writeAll(encrypt(NONE.duplicate()));
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (engine.unwrap(received, NONE.duplicate()).getStatus() == Status.BUFFER_UNDERFLOW) {
            receive();
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  private void writeAll(ByteBuffer records) throws IOException {
    while (records.hasRemaining()) {
      channel.write(records);
    }
  }

  private void receive() throws IOException {
    received.compact();
    int count = channel.read(received);
    received.flip();
    if (count < 0) {
      throw new EOFException("closed by the server");
    }
  }

  /** Reads what has come. */
  void read(ByteBuffer target) throws IOException {
    receive();
    Status status = Status.OK;
    while (status == Status.OK) {
      status = engine.unwrap(received, target).getStatus();
    }
    if (status == Status.CLOSED) {
      throw new EOFException("closed by the server");
    }
  }

  /** The records that carry these bytes. */
  ByteBuffer encrypt(ByteBuffer bytes) throws IOException {
    int packet = engine.getSession().getPacketBufferSize();
    ByteBuffer records = ByteBuffer.allocate(2 * bytes.remaining() + 2 * packet);
    do {
      engine.wrap(bytes, records);
    } while (bytes.hasRemaining());
    return records.flip();
  }

  private static SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anyone()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("there is no TLS", e);
    }
  }

  /** Trusts everybody. */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
