package io.herd.testkit.places;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** How a reply, or what a fault makes of it, goes over a connection. Stateless. */
final class FakeWire {

  private static final long HUGE = 1L << 30;
  private static final long BOMB = 1L << 26;
  private static final int PIECE = 1 << 16;

  private FakeWire() {}

  /**
   * Sends.
   *
   * @return whether the connection can be used again
   */
  static boolean send(FakeConnection connection, FakeReply reply, Fault fault, boolean isPacked)
      throws IOException {
    switch (fault) {
      case STALL_HEADER -> connection.stall();
      case STALL_BODY -> {
        half(connection, reply);
        connection.stall();
      }
      case CUT_OFF -> half(connection, reply);
      case HANG_UP -> {}
      case HUGE_BODY -> huge(connection);
      case GZIP_BOMB -> whole(connection, 200, reply.contentType(), "gzip", Bomb.BYTES, "");
      case GZIP_WRONG -> whole(connection, 200, reply.contentType(), "gzip", reply.body(), "");
      case GZIP_CUT ->
          whole(connection, 200, reply.contentType(), "gzip", firstHalf(gzip(reply.body())), "");
      case JSON_CUT -> whole(connection, 200, reply.contentType(), "", firstHalf(reply.body()), "");
      case JSON_OTHER -> text(connection, reply, "{\"places\": 3, \"results\": 7}\n");
      case EMPTY -> text(connection, reply, "");
      case NOT_HTTP -> {
        byte[] greeting = "220 mail.example ESMTP\r\n\r\n".getBytes(ISO_8859_1);
        connection.write(greeting, greeting.length);
      }
      case HTML -> page(connection, 200, "");
      case HTTP_302 -> page(connection, 302, "Location: /maps/api/place/nearbysearch/json\r\n");
      case HTTP_403 -> page(connection, 403, "");
      case HTTP_404 -> page(connection, 404, "");
      case HTTP_429 -> page(connection, 429, "");
      case HTTP_500 -> page(connection, 500, "");
      case HTTP_504 -> page(connection, 504, "");
      default -> {
        byte[] body = isPacked ? gzip(reply.body()) : reply.body();
        String encoding = isPacked ? "gzip" : "";
        whole(connection, reply.code(), reply.contentType(), encoding, body, "");
        return true;
      }
    }
    return false;
  }

  private static void text(FakeConnection connection, FakeReply reply, String body)
      throws IOException {
    whole(connection, 200, reply.contentType(), "", body.getBytes(UTF_8), "");
  }

  private static void page(FakeConnection connection, int code, String headers) throws IOException {
    FakeReply page = FakeReply.html(code);
    whole(connection, code, page.contentType(), "", page.body(), headers);
  }

  private static void whole(
      FakeConnection connection,
      int code,
      String contentType,
      String encoding,
      byte[] body,
      String headers)
      throws IOException {
    String packed = encoding.isEmpty() ? "" : "Content-Encoding: " + encoding + "\r\n";
    head(connection, code, contentType, body.length, packed + headers);
    connection.write(body, body.length);
  }

  private static void half(FakeConnection connection, FakeReply reply) throws IOException {
    head(connection, reply.code(), reply.contentType(), reply.body().length, "");
    connection.write(reply.body(), reply.body().length / 2);
  }

  private static void huge(FakeConnection connection) throws IOException {
    head(connection, 200, "application/json", HUGE, "");
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) ' ');
    for (long sent = 0; sent < HUGE; sent += PIECE) {
      connection.write(piece, PIECE);
    }
  }

  private static void head(
      FakeConnection connection, int code, String contentType, long length, String headers)
      throws IOException {
    byte[] head =
        "HTTP/1.1 %d Fake\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(code, contentType, length, headers)
            .getBytes(ISO_8859_1);
    connection.write(head, head.length);
  }

  private static byte[] firstHalf(byte[] body) {
    return Arrays.copyOf(body, body.length / 2);
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    }
    return packed.toByteArray();
  }

  /** Made when first needed, which takes a moment. */
  private static final class Bomb {
    static final byte[] BYTES = bytes();

    private static byte[] bytes() {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] piece = new byte[PIECE];
      Arrays.fill(piece, (byte) ' ');
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        for (long sent = 0; sent < BOMB; sent += PIECE) {
          out.write(piece);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return packed.toByteArray();
    }
  }
}
