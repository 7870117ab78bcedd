package io.herd.transport.netty;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A process that sends back what it gets, prints its port, and ends with its standard input. */
final class EchoProcess implements ConnectionHandler {

  private EchoProcess() {}

  /** Runs until the standard input ends. */
  public static void main(String[] args) throws IOException {
    try (NettyTransport transport = NettyTransport.create()) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Listener listener = transport.listen(address, connection -> new EchoProcess());
      System.out.println(((InetSocketAddress) listener.address()).getPort());
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }

  @Override
  public void onOpen(Connection connection) {}

  @Override
  public void onData(Connection connection, ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    connection.send(bytes, 0, bytes.length);
  }

  @Override
  public void onEnd(Connection connection, ByteBuffer rest) {
    connection.close();
  }

  @Override
  public void onDrained(Connection connection) {}

  @Override
  public void onClose(Connection connection, @Nullable Throwable cause) {}
}
