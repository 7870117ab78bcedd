package io.herd.testkit.transport;

import io.herd.spi.Connection;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Sends pieces of random lengths until one is refused, and goes on when it may. Loop thread only,
 * but for what it tells.
 */
final class Sender {

  private final Rig rig;
  private final byte[] all;
  private final Random random;
  private final Consumer<Connection> whenSent;
  private final CompletableFuture<Boolean> refused = new CompletableFuture<>();
  private int sent;
  private volatile int refusals;

  Sender(Rig rig, byte[] all, Random random, Consumer<Connection> whenSent) {
    this.rig = rig;
    this.all = all;
    this.random = random;
    this.whenSent = whenSent;
  }

  /** Done when something was refused. Any thread. */
  Future<Boolean> refused() {
    return refused;
  }

  /** How often something was refused. Any thread. */
  int refusals() {
    return refusals;
  }

  void onDrained(Connection connection) {
    rig.check(refusals > 0, "onDrained comes without a refusal");
    send(connection);
  }

  void send(Connection connection) {
    while (sent < all.length) {
      int length = Math.min(1 + random.nextInt(3000), all.length - sent);
      if (!connection.send(all, sent, length)) {
        rig.check(!connection.send(all, sent, length), "taken right after it was refused");
        int refusalsNow = refusals;
        refusals = refusalsNow + 1;
        refused.complete(true);
        return;
      }
      sent += length;
    }
    whenSent.accept(connection);
  }
}
