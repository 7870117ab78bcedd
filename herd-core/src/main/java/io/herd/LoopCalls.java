package io.herd;

import io.herd.spi.Loop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries calls of other threads to a loop and their results back. When it is ended, no caller is
 * left waiting: a loop that is closed drops its tasks. Thread-safe.
 */
final class LoopCalls {

  private static final Logger LOG = LoggerFactory.getLogger(LoopCalls.class);

  private final Loop loop;
  private final String owner;
  private final Set<Call<?>> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  LoopCalls(Loop loop, String owner) {
    this.loop = loop;
    this.owner = owner;
  }

  /** One call and who waits for it. */
  private final class Call<T> {
    private final CompletableFuture<T> future = new CompletableFuture<>();

    void run(Consumer<Consumer<T>> work) {
      try {
        work.accept(this::complete);
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private void complete(T result) {
      pending.remove(this);
      future.complete(result);
    }

    void fail(RuntimeException cause) {
      pending.remove(this);
      future.completeExceptionally(cause);
    }
  }

  /**
   * Runs work on the loop.
   *
   * @param work is given whom to tell the result
   * @return the result; failed with what the work throws, or with IllegalStateException after the
   *     end
   */
  <T> CompletionStage<T> call(Consumer<Consumer<T>> work) {
    Call<T> call = new Call<>();
    pending.add(call);
    loop.execute(() -> call.run(work));
    if (ended) {
      failPending();
    }
    return call.future;
  }

  /** Fails what is still waited for, and every later call. */
  void end() {
    ended = true;
    failPending();
  }

  private void failPending() {
    for (Call<?> call : pending) {
      call.fail(new IllegalStateException(owner + " is closed"));
    }
  }

  /** Waits for a stage, but not longer than this; an interrupt ends the wait too. */
  static void await(CompletionStage<?> stage, Duration most) {
    try {
      stage.toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not everything was done in {}", most, e);
    }
  }
}
