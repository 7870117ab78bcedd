package io.herd.benchmarks.replication;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A client that reports for many: writes IAMAT lines, and reads the answers without a look. Not
 * thread-safe.
 */
final class ReportWriter implements AutoCloseable {

  /** The second that stamp 0 stands for. */
  static final long FIRST_SECOND = 1_621_464_827L;

  private static final byte[] LINE =
      "IAMAT client00000000.example +34.068930-118.445127 1621464827.000000000\n"
          .getBytes(US_ASCII);
  private static final int KEY_DIGITS = 8;
  private static final int KEY_END = "IAMAT client00000000".length();
  private static final int NANOS_END = LINE.length - 1;
  private static final int SECONDS_END = NANOS_END - 10;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Socket socket;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int length;

  ReportWriter(InetSocketAddress server) throws IOException {
    socket = new Socket(server.getAddress(), server.getPort());
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    Thread reader = new Thread(this::readAnswers, "answers");
    reader.setDaemon(true);
    reader.start();
  }

  private void readAnswers() {
    byte[] bytes = new byte[BUFFER_BYTES];
    try (InputStream in = socket.getInputStream()) {
      while (in.read(bytes) >= 0) {
        // what was kept is seen by the observers
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new IllegalStateException("the server is gone", e);
      }
    }
  }

  /** The key whose client's name starts at the offset. */
  static int keyAt(byte[] bytes, int idStart) {
    int key = 0;
    for (int i = idStart + 6; i < idStart + 6 + KEY_DIGITS; i++) {
      key = key * 10 + bytes[i] - '0';
    }
    return key;
  }

  /** The stamp that a client's time stands for. */
  static long stamp(long clientNanos) {
    return clientNanos - FIRST_SECOND * NANOS_PER_SECOND;
  }

  void put(int key, long stamp) throws IOException {
    if (buffer.length - length < LINE.length) {
      flush();
    }
    System.arraycopy(LINE, 0, buffer, length, LINE.length);
    putDigits(length + KEY_END, KEY_DIGITS, key);
    putDigits(length + NANOS_END, 9, stamp % NANOS_PER_SECOND);
    putDigits(length + SECONDS_END, 10, FIRST_SECOND + stamp / NANOS_PER_SECOND);
    length += LINE.length;
  }

  private void putDigits(int end, int count, long number) {
    long rest = number;
    for (int at = end - 1; at >= end - count; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
