package io.herd.testkit.transport;

import java.io.Serial;
import java.net.SocketAddress;
import java.util.Objects;

/** A place in a {@link MemoryNetwork}, by number. Immutable. */
public final class MemoryAddress extends SocketAddress {

  @Serial private static final long serialVersionUID = 1L;

  private final int number;

  private MemoryAddress(int number) {
    this.number = number;
  }

  /**
   * The place with this number.
   *
   * @param number at least 0; to listen on 0 chooses a free one
   */
  public static MemoryAddress of(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("number is " + number + ", must not be negative");
    }
    return new MemoryAddress(number);
  }

  /** The number of the place. */
  public int number() {
    return number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemoryAddress address && address.number == number;
  }

  @Override
  public int hashCode() {
    return Objects.hash(number);
  }

  @Override
  public String toString() {
    return "memory:" + number;
  }
}
