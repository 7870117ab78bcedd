package io.herd.examples.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;

/**
 * Keeps a process running until SIGTERM, SIGINT or SIGHUP. A JVM that ends by a signal exits with
 * 128 and the signal's number, whatever its shutdown hooks do. A server that was told to stop, and
 * did, has not failed: so the hook ends the JVM itself, with {@link Runtime#halt}, after it has
 * stopped the server.
 */
final class UntilSignal {

  private UntilSignal() {}

  /**
   * Waits for a signal, and never returns.
   *
   * @param stop stops everything; what it returns is the exit code
   * @param say tells the user that the server is there; run when a signal would already be heeded
   */
  static void await(IntSupplier stop, Runnable say) {
    Thread hook =
        new Thread(
            () -> {
              int code = Main.FAILURE;
              try {
                code = stop.getAsInt();
              } finally {
                System.out.flush();
                System.err.flush();
                Runtime.getRuntime().halt(code);
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    say.run();
    CountDownLatch forever = new CountDownLatch(1);
    while (true) {
      try {
        forever.await();
      } catch (InterruptedException nobodyDoes) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
