package io.herd.testkit.places;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads requests from a socket, and writes whatever bytes it is told to. One thread. */
final class FakeConnection implements AutoCloseable {

  private static final int HEAD_MAX = 1 << 16;
  private static final int BODY_MAX = 1 << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final LongConsumer written;

  FakeConnection(Socket socket, LongConsumer written) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    this.written = written;
  }

  /** The next request, or null if the caller has closed the connection between two. */
  @Nullable FakeCall read() throws IOException {
    String head = head();
    if (head == null) {
      return null;
    }
    String[] lines = head.split("\r\n", -1);
    String[] request = lines[0].split(" ", -1);
    if (request.length != 3) {
      throw new IOException("not HTTP");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(Math.min(BODY_MAX, length)), UTF_8);
    URI uri = URI.create(request[1]);
    Map<String, String> parameters = new HashMap<>();
    parameters(uri.getRawQuery(), parameters);
    if (headers.getOrDefault("content-type", "").contains("form-urlencoded")) {
      parameters(body, parameters);
    }
    return new FakeCall(request[0], uri.getPath(), headers, parameters, body);
  }

  private @Nullable String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int b = in.read();
      if (b < 0) {
        if (head.size() == 0) {
          return null;
        }
        throw new EOFException("the caller hung up in its request");
      }
      head.write(b);
      ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : b == '\r' ? 1 : 0;
      if (head.size() > HEAD_MAX) {
        throw new IOException("a head of more than " + HEAD_MAX + " bytes");
      }
    }
    return head.toString(ISO_8859_1);
  }

  private static void parameters(@Nullable String encoded, Map<String, String> parameters) {
    if (encoded == null) {
      return;
    }
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
  }

  void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    written.accept(length);
  }

  /** Waits until the caller goes. */
  void stall() throws IOException {
    while (in.read() >= 0) {
      // what else it sends is not answered
    }
    throw new EOFException("the caller hung up");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
