package io.herd.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a server of the herd: 1 to 64 ASCII letters, digits, {@code .}, {@code _} and {@code
 * -}, so that it can stand in a line of the protocol, in a certificate and in a file's name.
 * Ordered by its bytes. Immutable.
 */
public final class ServerId implements Comparable<ServerId> {

  /** The longest name. */
  public static final int LENGTH_MAX = 64;

  private final String name;
  private final byte[] bytes;

  private ServerId(String name) {
    this.name = name;
    this.bytes = name.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The server of this name.
   *
   * @throws IllegalArgumentException if the name is not one
   */
  public static ServerId of(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "server id is \""
              + name
              + "\", must be 1 to 64 of A-Z a-z 0-9 . _ - and not only points");
    }
    return new ServerId(name);
  }

  /** Whether this text can name a server. */
  public static boolean isName(String text) {
    boolean onlyPoints = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 127 || !isNameByte((byte) c)) {
        return false;
      }
      onlyPoints &= c == '.';
    }
    return text.length() <= LENGTH_MAX && !onlyPoints;
  }

  /** Whether the byte may be part of a name. */
  static boolean isNameByte(byte b) {
    return b >= 'A' && b <= 'Z'
        || b >= 'a' && b <= 'z'
        || Ascii.isDigit(b)
        || b == '.'
        || b == '_'
        || b == '-';
  }

  /** Whether the bytes between the offsets are the name. */
  public boolean matches(byte[] other, int from, int to) {
    return Arrays.equals(bytes, 0, bytes.length, other, from, to);
  }

  /** The number of bytes of the name. */
  public int length() {
    return bytes.length;
  }

  /**
   * Writes the name.
   *
   * @return the offset behind it
   */
  public int copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
    return offset + bytes.length;
  }

  @Override
  public int compareTo(ServerId other) {
    return name.compareTo(other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServerId that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
