package io.herd.spi;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Finds the common names in a certificate's subject, as bytes in DER: a sequence of sets of pairs
 * of attribute and value (RFC 5280, 4.1.2.4). Read there and not in the subject's text, in which a
 * value may hold anything that looks like another attribute. The bytes come from the JDK, which has
 * checked them. Not thread-safe.
 */
final class CommonNames {

  private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
  private static final int LONG_LENGTH = 0x80;

  private final byte[] der;
  private int at;

  CommonNames(byte[] der) {
    this.der = der;
  }

  void addTo(Collection<String> names) {
    int end = enter();
    while (at < end) {
      int setEnd = enter();
      while (at < setEnd) {
        int pairEnd = enter();
        int from = at;
        at = enter();
        if (Arrays.equals(der, from, at, COMMON_NAME, 0, COMMON_NAME.length)) {
          addText(names);
        }
        at = pairEnd;
      }
    }
  }

  private void addText(Collection<String> names) {
    Charset charset = charset(der[at]);
    if (charset != null) {
      int end = enter();
      names.add(new String(der, at, end - at, charset));
    }
  }

  /** How a string with this tag is written, or null if it is no kind of text that names use. */
  private static @Nullable Charset charset(byte tag) {
    return switch (tag) {
      case 0x0c, 0x13, 0x16 -> StandardCharsets.UTF_8; // UTF8String and two that are ASCII
      case 0x14 -> StandardCharsets.ISO_8859_1; // TeletexString
      case 0x1e -> StandardCharsets.UTF_16BE; // BMPString
      default -> null;
    };
  }

  /** Goes past tag and length, to what they contain; tells where that ends. */
  private int enter() {
    at++;
    int length = der[at++] & 0xff;
    if (length >= LONG_LENGTH) {
      int digits = length - LONG_LENGTH;
      length = 0;
      while (digits-- > 0) {
        length = length << 8 | der[at++] & 0xff;
      }
    }
    return at + length;
  }
}
