package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {

  private final OneAtATime turns = new OneAtATime(2);
  private final List<CompletableFuture<String>> begun = new ArrayList<>();

  private CompletableFuture<String> take() {
    return turns.take(
        () -> {
          begun.add(new CompletableFuture<>());
          return begun.get(begun.size() - 1);
        });
  }

  @Test
  void piecesGoOnInTheirOrder() {
    CompletableFuture<String> first = take();
    CompletableFuture<String> second = take();
    assertEquals(1, begun.size());
    begun.get(0).complete("a");
    assertEquals("a", first.join());
    assertEquals(2, begun.size());
    begun.get(1).completeExceptionally(new IllegalStateException());
    assertTrue(second.isCompletedExceptionally());
    take();
    assertEquals(3, begun.size());
  }

  @Test
  void oneMoreThanMayWaitIsRefused() {
    take();
    take();
    take();
    assertNull(take());
    begun.get(0).complete("");
    take();
    assertNull(take());
  }

  @Test
  void cancelledPieceLeavesItsPlace() {
    take();
    CompletableFuture<String> second = take();
    take();
    second.cancel(true);
    CompletableFuture<String> fourth = take();
    begun.get(0).complete("");
    begun.get(1).complete("");
    begun.get(2).complete("d");
    assertEquals("d", fourth.join());
    assertEquals(3, begun.size());
  }

  @Test
  void cancellingThePieceThatGoesOnCancelsItsWork() {
    CompletableFuture<String> first = take();
    take();
    first.cancel(true);
    assertTrue(begun.get(0).isCancelled());
    assertEquals(2, begun.size());
  }

  @Test
  void workThatIsDoneAtOnceLetsTheNextBegin() {
    CompletableFuture<String> first = take();
    CompletableFuture<String> second = turns.take(() -> CompletableFuture.completedFuture("b"));
    CompletableFuture<String> third = turns.take(() -> CompletableFuture.completedFuture("c"));
    first.complete("a");
    assertEquals("b", second.join());
    assertEquals("c", third.join());
  }
}
