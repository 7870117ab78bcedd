package io.herd.places;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator the first time that a service does not let us ask: nobody else can mend it,
 * and clients keep asking. Thread-safe.
 */
final class DenialLog {

  private static final Logger LOG = LoggerFactory.getLogger(DenialLog.class);

  private final String provider;
  private final AtomicBoolean done = new AtomicBoolean();

  DenialLog(String provider) {
    this.provider = provider;
  }

  /** The same failure. */
  PlacesException logged(PlacesException failure) {
    if (failure.status() == Status.REQUEST_DENIED && done.compareAndSet(false, true)) {
      LOG.warn("{} is denied, said only once: {}", provider, failure.getMessage());
    }
    return failure;
  }
}
