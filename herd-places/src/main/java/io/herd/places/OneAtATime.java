package io.herd.places;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets work that goes on elsewhere go on one piece after the other, in the order it came. So many
 * pieces wait, and one more is refused. Thread-safe.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // whenComplete's says nothing that its source does not
final class OneAtATime {

  private final int waitingMax;

  /** Guarded by this; no foreign code runs under it. */
  private final Deque<Turn<?>> waiting = new ArrayDeque<>();

  private boolean isBusy;

  OneAtATime(int waitingMax) {
    this.waitingMax = waitingMax;
  }

  /** A piece of work, the same as itself only. */
  private static final class Turn<T> {
    final Supplier<CompletableFuture<T>> work;
    final CompletableFuture<T> result = new CompletableFuture<>();

    Turn(Supplier<CompletableFuture<T>> work) {
      this.work = work;
    }
  }

  /**
   * Does a piece of work when its turn comes.
   *
   * @param work starts it, on the calling thread or on that which ended the piece before; must not
   *     throw
   * @return what comes of it, or null if too many wait; cancelling it cancels the work, or takes it
   *     out of those that wait
   */
  <T> @Nullable CompletableFuture<T> take(Supplier<CompletableFuture<T>> work) {
    Turn<T> turn = new Turn<>(work);
    boolean mayStart;
    synchronized (this) {
      mayStart = !isBusy;
      if (isBusy && waiting.size() >= waitingMax) {
        return null;
      }
      if (isBusy) {
        waiting.add(turn);
      }
      isBusy = true;
    }
    if (mayStart) {
      start(turn);
    } else {
      turn.result.whenComplete((value, failure) -> withdraw(turn));
    }
    return turn.result;
  }

  private <T> void start(Turn<T> turn) {
    if (turn.result.isDone()) {
      next();
      return;
    }
    CompletableFuture<T> piece = turn.work.get();
    turn.result.whenComplete((value, failure) -> piece.cancel(true));
    piece.whenComplete(
        (value, failure) -> {
          next();
          if (failure != null) {
            turn.result.completeExceptionally(failure);
          } else {
            turn.result.complete(value);
          }
        });
  }

  private void next() {
    Turn<?> turn;
    synchronized (this) {
      turn = waiting.poll();
      isBusy = turn != null;
    }
    if (turn != null) {
      start(turn);
    }
  }

  private synchronized void withdraw(Turn<?> turn) {
    waiting.remove(turn);
  }
}
