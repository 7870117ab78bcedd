package io.herd.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.herd.Seeds;
import java.util.random.RandomGenerator;

/** Makes records for tests. */
public final class Records {

  private static final String NAME_BYTES =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

  /** Bytes that parsers look at closely, and some beside them. */
  private static final String ODD_BYTES = " \t\r\n.+-019/:\0\u001f!\u00a0\u00ff";

  private Records() {}

  /** The bytes of a text, one a character. */
  public static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** A record of this server, client and these times. */
  public static AtView record(
      String server, long receiptNanos, byte[] id, String coordinates, long clientNanos) {
    String time = time(clientNanos);
    byte[] out = new byte[server.length() + id.length + coordinates.length() + time.length() + 64];
    int idStart = new AtEncoder(ServerId.of(server)).putStart(out, 0, receiptNanos, clientNanos);
    int at = AtEncoder.putField(out, idStart, id, 0, id.length, ' ');
    int idEnd = at - 1;
    at = AtEncoder.putField(out, at, bytes(coordinates), 0, coordinates.length(), ' ');
    at = AtEncoder.putField(out, at, bytes(time), 0, time.length(), '\n');
    AtView view = new AtView();
    view.line(out, 0, at - 1, idStart, idEnd);
    view.clientNanos = clientNanos;
    view.receiptNanos = receiptNanos;
    return view;
  }

  /** A record at some place. */
  public static AtView record(String server, long receiptNanos, String id, long clientNanos) {
    return record(server, receiptNanos, bytes(id), "+34.068930-118.445127", clientNanos);
  }

  /** Exact seconds with nine digits. */
  public static String time(long nanos) {
    String digits = Long.toString(nanos).replace("-", "");
    String padded = "0".repeat(Math.max(0, 10 - digits.length())) + digits;
    int point = padded.length() - 9;
    return (nanos < 0 ? "-" : "") + padded.substring(0, point) + "." + padded.substring(point);
  }

  /** Any server's name. */
  public static String name(RandomGenerator random) {
    int length = random.nextInt(4) == 0 ? 64 : random.nextInt(1, 12);
    StringBuilder name = new StringBuilder().append((char) ('A' + random.nextInt(26)));
    while (name.length() < length) {
      name.append(NAME_BYTES.charAt(random.nextInt(NAME_BYTES.length())));
    }
    return name.toString();
  }

  /** Any client's id: bytes of all kinds but white space. */
  public static byte[] id(RandomGenerator random) {
    byte[] id = new byte[random.nextInt(1, 40)];
    for (int i = 0; i < id.length; i++) {
      do {
        id[i] = (byte) random.nextInt(256);
      } while (Ascii.isSpace(id[i]));
    }
    return id;
  }

  /** The line with up to two bytes changed in it, left out or put in, all but its last one. */
  static String nearly(StringBuilder line, RandomGenerator random) {
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(line.length() - 1);
      String put = "";
      if (random.nextInt(3) > 0) {
        int odd = random.nextInt(ODD_BYTES.length());
        put = ODD_BYTES.substring(odd, odd + 1);
      }
      line.replace(at, at + random.nextInt(2), put);
    }
    return line.toString();
  }

  /** Any record that a server can have accepted. */
  public static AtView any(RandomGenerator random) {
    String coordinates =
        "%s%d.%d%s%d."
            .formatted(
                random.nextBoolean() ? "+" : "-",
                random.nextInt(90),
                random.nextLong(Long.MAX_VALUE),
                random.nextBoolean() ? "+" : "-",
                random.nextInt(180));
    return record(
        name(random), Seeds.edgyLong(random), id(random), coordinates, Seeds.edgyLong(random));
  }
}
