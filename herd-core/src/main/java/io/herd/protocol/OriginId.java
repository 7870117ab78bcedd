package io.herd.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Where records come from: a server, and which of its lives. A server that starts without its
 * memory is another origin, so that nobody takes it to know what its former self knew. Written
 * {@code Clark/4f1a09b2c7}. Immutable.
 *
 * @param server the accepting server
 * @param incarnation a number drawn at the server's start, not 0; written in lower-case hexadecimal
 */
public record OriginId(ServerId server, long incarnation) {

  /** Checks that the incarnation is one. */
  public OriginId {
    if (incarnation == 0) {
      throw new IllegalArgumentException("incarnation is 0, must not be");
    }
  }

  /** The origin with this text, or null if it names none. */
  public static @Nullable OriginId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !ServerId.isName(text.substring(0, slash))) {
      return null;
    }
    long incarnation = parseIncarnation(text.substring(slash + 1));
    return incarnation == 0
        ? null
        : new OriginId(ServerId.of(text.substring(0, slash)), incarnation);
  }

  /** The incarnation with these hexadecimal digits, or 0 if it is none. */
  public static long parseIncarnation(String digits) {
    if (digits.isEmpty() || digits.length() > 16) {
      return 0;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = hexDigit(digits.charAt(i));
      if (digit < 0) {
        return 0;
      }
      number = number << 4 | digit;
    }
    return number;
  }

  static int hexDigit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  @Override
  public String toString() {
    return server + "/" + Long.toHexString(incarnation);
  }
}
