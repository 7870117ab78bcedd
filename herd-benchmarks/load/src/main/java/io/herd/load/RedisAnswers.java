package io.herd.load;

import java.nio.ByteBuffer;

/**
 * Answers of Redis, each of which is compared as a whole. They name no client, so what was written
 * is read again at the end, see {@link Agreement}. Not thread-safe.
 */
final class RedisAnswers implements Answers {

  private static final int OK = ('+' << 24) + ('O' << 16) + ('K' << 8) + '\r';
  private static final int OLD = (':' << 24) + ('0' << 16) + ('\r' << 8) + '\n';
  private static final int NEW = (':' << 24) + ('1' << 16) + ('\r' << 8) + '\n';

  private final boolean numbers;

  /** Of SET or GEOADD. */
  RedisAnswers(Protocol protocol) {
    this.numbers = protocol == Protocol.REDIS_GEOADD;
  }

  @Override
  public int take(ByteBuffer in, int from, int to, Caller caller, Tally tally) {
    Outstanding outstanding = caller.outstanding;
    int at = from;
    while (to - at >= Integer.BYTES) {
      if (outstanding.size() == 0) {
        tally.onError("more than was asked for: " + AnswerText.quote(in, at, to));
        return to;
      }
      int end = numbers ? number(in, at) : ok(in, at, to);
      if (end < 0) {
        end = AnswerText.lineEnd(in, at, to);
        if (end < 0) {
          return at;
        }
        tally.onError("not the answer: " + AnswerText.quote(in, at, end));
      }
      tally.onAnswer(outstanding.dueNanos());
      outstanding.remove();
      at = end;
    }
    return at;
  }

  private static int number(ByteBuffer in, int at) {
    int four = in.getInt(at);
    return four == OLD || four == NEW ? at + Integer.BYTES : -1;
  }

  private static int ok(ByteBuffer in, int at, int to) {
    boolean right = to - at > Integer.BYTES && in.getInt(at) == OK && in.get(at + 4) == '\n';
    return right ? at + Integer.BYTES + 1 : -1;
  }
}
