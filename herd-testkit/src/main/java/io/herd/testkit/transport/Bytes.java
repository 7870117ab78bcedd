package io.herd.testkit.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.spi.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;

/** Bytes to send and to read. Immutable. */
final class Bytes {

  private Bytes() {}

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  static boolean send(Connection connection, byte[] bytes) {
    return connection.send(bytes, 0, bytes.length);
  }

  /** Reads this many bytes; fewer if the end comes first. */
  static byte[] read(TransportPeer peer, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < length) {
      byte[] into = new byte[Math.min(1 << 16, length - bytes.size())];
      int count = peer.read(into);
      if (count < 0) {
        break;
      }
      bytes.write(into, 0, count);
    }
    return bytes.toByteArray();
  }

  static byte[] readToEnd(TransportPeer peer) throws IOException {
    return read(peer, Integer.MAX_VALUE);
  }

  /** Reads until the end or a reset, whichever comes. */
  static void readOut(TransportPeer peer) {
    byte[] into = new byte[1 << 16];
    try {
      while (peer.read(into) >= 0) {
        Arrays.fill(into, (byte) 0);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("neither an end nor a reset comes", e);
    } catch (IOException e) {
      return; // the reset
    }
  }
}
