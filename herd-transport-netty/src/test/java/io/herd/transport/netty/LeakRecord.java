package io.herd.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Netty's detector of buffers that were dropped and not released, remembering what it finds. Netty
 * makes it by the name in a system property. Thread-safe.
 */
public final class LeakRecord<T> extends ResourceLeakDetector<T> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> FOUND = new CopyOnWriteArrayList<>();

  /** As Netty wants it. */
  public LeakRecord(Class<?> type, int samplingInterval) {
    super(type, samplingInterval);
  }

  /** As Netty wants it too. */
  public LeakRecord(Class<?> type, int samplingInterval, long maxActive) {
    super(type, samplingInterval);
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String type, String records) {
    FOUND.add(type + records);
  }

  @Override
  protected void reportUntracedLeak(String type) {
    FOUND.add(type);
  }

  /**
   * Everything that leaked since the last call. To be sure that the collector has been here, two
   * buffers are leaked on purpose, one after the other, until they are found.
   */
  static synchronized List<String> sweep() {
    List<String> canaries = List.of("canary " + System.nanoTime(), "canary " + System.nanoTime());
    for (String canary : canaries) {
      leak(canary);
      awaitFound(canary);
    }
    List<String> found = new ArrayList<>(FOUND);
    FOUND.removeAll(found);
    canaries.forEach(canary -> found.removeIf(each -> each.contains(canary)));
    return found;
  }

  /** Drops a buffer that is not released. */
  static void leak(String hint) {
    ByteBuf dropped = ByteBufAllocator.DEFAULT.buffer(1);
    dropped.touch(hint);
  }

  private static void awaitFound(String hint) {
    Predicate<String> wanted = each -> each.contains(hint);
    long start = System.nanoTime();
    while (FOUND.stream().noneMatch(wanted)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("a buffer that leaks on purpose is not found");
      }
      System.gc();
      ByteBufAllocator.DEFAULT.buffer(1).release(); // Netty looks when the next one is made
    }
  }
}
