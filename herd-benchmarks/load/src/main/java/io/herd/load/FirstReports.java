package io.herd.load;

import java.io.IOException;
import java.util.List;

/** Every client reports once, and that is all. Not thread-safe. */
final class FirstReports extends AnswerDriven {

  private final Requests requests;
  private final int[] left;
  private final int atOnce;

  /** Over these connections. */
  FirstReports(List<Caller> callers, Requests requests, int atOnce) {
    super(callers);
    this.requests = requests;
    this.atOnce = atOnce;
    left = callers.stream().mapToInt(caller -> caller.clients.count()).toArray();
  }

  /** Whether all have been answered, or never will be. */
  boolean isDone() {
    for (int i = 0; i < left.length; i++) {
      Caller caller = callers.get(i);
      if (caller.isOpen() && (left[i] > 0 || caller.outstanding.size() > 0)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void onAnswers(Caller caller, long nanoTime) throws IOException {
    int index = caller.index;
    if (caller.isOpen() && caller.outstanding.size() == 0 && left[index] > 0) {
      int count = Math.min(left[index], atOnce);
      left[index] -= count;
      requests.sendInOrder(caller, count, nanoTime);
    }
  }
}
