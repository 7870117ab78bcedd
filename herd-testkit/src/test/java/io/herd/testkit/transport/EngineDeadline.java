package io.herd.testkit.transport;

import io.herd.spi.Loop;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one time-out that a connection has at a time. Loop thread only. */
final class EngineDeadline {

  private final Loop loop;
  private final Consumer<IOException> whenOver;
  private Loop.@Nullable Timer timer;

  EngineDeadline(Loop loop, Consumer<IOException> whenOver) {
    this.loop = loop;
    this.whenOver = whenOver;
  }

  void set(long nanos, IOException cause) {
    cancel();
    timer = loop.schedule(nanos, () -> whenOver.accept(cause));
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
