package io.herd.transport.nio;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many bytes are under way from one thread to another, so that there are never many, and
 * whether the giving thread waits for there to be fewer. Thread-safe.
 */
final class Passage {

  private final int bytesMax;
  private final AtomicInteger bytes = new AtomicInteger();
  private volatile boolean awaited;

  /**
   * A passage with nothing in it.
   *
   * @param bytesMax so many bytes may be under way before nothing more may be given
   */
  Passage(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** How many bytes are under way. */
  int bytes() {
    return bytes.get();
  }

  /**
   * How many of so many bytes may be given now. If that is fewer than wanted, a {@link #take} to
   * come will say so. Called by the giving thread.
   */
  int room(int wanted) {
    int room = bytesMax - bytes.get();
    if (room < wanted) {
      awaited = true; // first say so and then look again, while the other side does the opposite
      room = bytesMax - bytes.get();
    }
    return Math.max(0, Math.min(room, wanted));
  }

  /** Whether nothing is under way. If something is, a {@link #take} to come will say so. */
  boolean isEmpty() {
    return room(bytesMax) == bytesMax;
  }

  /** Notes bytes that are given. */
  void give(int count) {
    bytes.addAndGet(count);
  }

  /**
   * Notes bytes that have arrived. Called by the taking thread.
   *
   * @return whether the giver waits to hear of it
   */
  boolean take(int count) {
    bytes.addAndGet(-count);
    if (!awaited) {
      return false;
    }
    awaited = false;
    return true;
  }
}
