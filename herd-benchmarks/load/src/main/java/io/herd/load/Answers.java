package io.herd.load;

import java.nio.ByteBuffer;

/** Reads and checks the answers of a connection. Not thread-safe. */
interface Answers {

  /**
   * Takes the whole answers from what has come, and tallies each. A wrong answer is an error and an
   * answer; it is not an exception.
   *
   * @param in in the order of {@link Digits#ORDER}
   * @return the end of the last whole answer
   */
  int take(ByteBuffer in, int from, int to, Caller caller, Tally tally);

  /** How these of a protocol are read. */
  static Answers of(Protocol protocol) {
    return switch (protocol) {
      case IAMAT -> new AtAnswers();
      case REDIS_SET, REDIS_GEOADD -> new RedisAnswers(protocol);
    };
  }
}
