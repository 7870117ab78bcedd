package io.herd.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of a PEM file (RFC 7468). Text around the parts is skipped: OpenSSL likes to put some
 * there. Immutable.
 */
final class Pem {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final String label;
  private final byte[] der;

  private Pem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  /** What it is: {@code CERTIFICATE}, {@code PRIVATE KEY}. */
  String label() {
    return label;
  }

  /** Its bytes, which are not copied. */
  byte[] der() {
    return der;
  }

  /** The parts of a file in their order. */
  static List<Pem> parse(Path file, byte[] bytes) throws UnusableFileException {
    List<Pem> parts = new ArrayList<>();
    String label = null;
    StringBuilder base64 = new StringBuilder();
    for (String untrimmed : new String(bytes, StandardCharsets.ISO_8859_1).lines().toList()) {
      String line = untrimmed.strip();
      if (label == null) {
        label = label(line, BEGIN);
      } else if (label.equals(label(line, END))) {
        parts.add(new Pem(label, decode(file, label, base64.toString())));
        base64.setLength(0);
        label = null;
      } else if (line.indexOf(':') >= 0) {
        throw new UnusableFileException(
            file
                + ": the "
                + label
                + " is encrypted as old versions of OpenSSL did it;"
                + " openssl pkcs8 -topk8 makes a usable one of it");
      } else {
        base64.append(line);
      }
    }
    if (label != null) {
      throw new UnusableFileException(file + ": the " + label + " has no end");
    }
    return parts;
  }

  private static @Nullable String label(String line, String start) {
    return line.startsWith(start) && line.endsWith(DASHES)
        ? line.substring(start.length(), Math.max(start.length(), line.length() - DASHES.length()))
        : null;
  }

  private static byte[] decode(Path file, String label, String base64)
      throws UnusableFileException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UnusableFileException(file + ": the " + label + " is not in base 64");
    }
  }
}
