package io.herd.tls;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file is there, but not what it has to be. The message names it and tells no secret. */
final class UnusableFileException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient @Nullable Instant usableFrom;

  private UnusableFileException(
      String message, @Nullable Throwable cause, @Nullable Instant usableFrom) {
    super(message, cause);
    this.usableFrom = usableFrom;
  }

  UnusableFileException(String message) {
    this(message, null, null);
  }

  UnusableFileException(String message, Throwable cause) {
    this(message, cause, null);
  }

  /** The same file will be usable from this time on. */
  UnusableFileException(String message, Instant usableFrom) {
    this(message, null, usableFrom);
  }

  /** When the same file will be usable, or null if only another one can be. */
  @Nullable Instant usableFrom() {
    return usableFrom;
  }
}
