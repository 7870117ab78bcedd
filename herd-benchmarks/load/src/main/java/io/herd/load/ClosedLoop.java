package io.herd.load;

import java.io.IOException;
import java.util.List;

/**
 * Each connection sends some requests at once, waits until all are answered, and sends the next.
 * Not thread-safe.
 */
final class ClosedLoop extends AnswerDriven {

  private final Requests requests;
  private final int depth;

  /** Over these connections. */
  ClosedLoop(List<Caller> callers, Requests requests, int depth) {
    super(callers);
    this.requests = requests;
    this.depth = depth;
  }

  @Override
  public void onAnswers(Caller caller, long nanoTime) throws IOException {
    if (caller.isOpen() && caller.outstanding.size() == 0) {
      requests.send(caller, depth, nanoTime, 0);
    }
  }
}
