package io.herd.examples.sim;

import io.herd.examples.sim.RuleServer.Held;
import io.herd.examples.sim.RuleServer.News;
import io.herd.protocol.ServerId;
import org.jspecify.annotations.Nullable;

/**
 * Rules by which small herds flood reports: what a server keeps, and whom it tells. Each is as
 * simple as it looks, and each has a price. Immutable.
 */
enum FloodingRule {
  /** News are told when their time is another one than that of the kept report, older or not. */
  TIME_DIFFERS {
    @Override
    boolean isKept(@Nullable Held held, News news) {
      return held == null || held.timeNanos() != news.timeNanos();
    }

    @Override
    boolean isTold(@Nullable Held held, News news) {
      return isKept(held, news);
    }

    @Override
    boolean isFor(ServerId neighbour, News news) {
      return true;
    }
  },

  /**
   * The server that a client reports to adds its own time, the stamp. News are told unless their
   * stamp is the last one seen for the client.
   */
  LAST_STAMP {
    @Override
    boolean isKept(@Nullable Held held, News news) {
      return held == null || held.stampNanos() != news.stampNanos();
    }

    @Override
    boolean isTold(@Nullable Held held, News news) {
      return isKept(held, news);
    }

    @Override
    boolean isFor(ServerId neighbour, News news) {
      return true;
    }
  },

  /**
   * Made for a ring: news are told whether they are new or not, but not to the server they came
   * from and not to the one that the client reported to.
   */
  RING {
    @Override
    boolean isKept(@Nullable Held held, News news) {
      return held == null || held.timeNanos() < news.timeNanos();
    }

    @Override
    boolean isTold(@Nullable Held held, News news) {
      return true;
    }

    @Override
    boolean isFor(ServerId neighbour, News news) {
      ServerId sender = news.sender();
      return (sender == null || !neighbour.equals(sender)) && !neighbour.equals(news.origin());
    }
  };

  /** Whether the news replace what is kept of the client. */
  abstract boolean isKept(@Nullable Held held, News news);

  /** Whether the news are told at all. */
  abstract boolean isTold(@Nullable Held held, News news);

  /** Whether the news are told to this neighbour, if they are told. */
  abstract boolean isFor(ServerId neighbour, News news);
}
