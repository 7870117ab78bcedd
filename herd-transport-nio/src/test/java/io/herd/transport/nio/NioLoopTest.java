package io.herd.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order in which a turn writes. */
@Timeout(60)
final class NioLoopTest {

  private final List<String> written = new ArrayList<>();
  private final CompletableFuture<List<String>> writtenByNextTurn = new CompletableFuture<>();
  private NioLoop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new NioLoop("loop", Timeouts.DEFAULT);
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.stop();
    loop.join();
  }

  @Test
  void whatWasSentLastIsWrittenFirst() throws Exception {
    inOneTurn(() -> written("client"), () -> written("Bona"), () -> written("Jaquez"));
    assertEquals(List.of("Jaquez", "Bona", "client"), writtenByNextTurn.get(30, TimeUnit.SECONDS));
  }

  @Test
  void whatIsSentWhileOthersAreWrittenIsWrittenToo() throws Exception {
    inOneTurn(
        () -> written("client"),
        () -> {
          written("Bona");
          loop.addDirty(() -> written("Jaquez"));
        });
    assertEquals(List.of("Bona", "Jaquez", "client"), writtenByNextTurn.get(30, TimeUnit.SECONDS));
  }

  private void inOneTurn(Dirty... writers) {
    loop.execute(
        () -> {
          for (Dirty writer : writers) {
            loop.addDirty(writer);
          }
          // a timer runs before the tasks of a turn, so not in this one
          loop.schedule(0, () -> writtenByNextTurn.complete(List.copyOf(written)));
        });
  }

  private void written(String what) {
    written.add(what);
  }
}
