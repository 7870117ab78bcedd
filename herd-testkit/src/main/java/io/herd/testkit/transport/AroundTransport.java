package io.herd.testkit.transport;

import io.herd.spi.Loop;
import io.herd.spi.Transport;
import io.herd.spi.WallClock;
import java.util.random.RandomGenerator;

/**
 * A transport around another one, with whose loop, clock and randomness it runs, and whose end is
 * its own. How it listens and connects is what it is there for.
 */
interface AroundTransport extends Transport {

  /** The one inside. */
  Transport inner();

  @Override
  default Loop loop() {
    return inner().loop();
  }

  @Override
  default WallClock clock() {
    return inner().clock();
  }

  @Override
  default RandomGenerator random() {
    return inner().random();
  }

  @Override
  default void close() {
    inner().close();
  }
}
