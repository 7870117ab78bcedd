package io.herd.places;

import java.nio.charset.StandardCharsets;

/**
 * The key that a service knows us by. It is text for no longer than a request takes to be built and
 * sent, and says nothing of itself when it is printed. Immutable.
 */
public final class ApiKey {

  private static final int LENGTH_MAX = 512;

  private final byte[] ascii;

  private ApiKey(byte[] ascii) {
    if (ascii.length == 0 || ascii.length > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "the key has " + ascii.length + " bytes, must have 1 to " + LENGTH_MAX);
    }
    for (byte b : ascii) {
      if (b <= ' ' || b > '~') {
        throw new IllegalArgumentException("the key must be of visible ASCII characters only");
      }
    }
    this.ascii = ascii;
  }

  /**
   * The key of these bytes, which are copied: the caller clears the array.
   *
   * @throws IllegalArgumentException if it cannot be a key; the message does not tell any of it
   */
  public static ApiKey of(byte[] key) {
    return new ApiKey(key.clone());
  }

  /**
   * The key of these characters, which are copied: the caller clears the array.
   *
   * @throws IllegalArgumentException if it cannot be a key; the message does not tell any of it
   */
  public static ApiKey of(char[] key) {
    byte[] ascii = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      // anything else becomes what the check refuses
      ascii[i] = key[i] <= '~' ? (byte) key[i] : 0;
    }
    return new ApiKey(ascii);
  }

  /** The key as a header's value. */
  String text() {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  /** Nothing about the key. */
  @Override
  public String toString() {
    return "an API key";
  }
}
