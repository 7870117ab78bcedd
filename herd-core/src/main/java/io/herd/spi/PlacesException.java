package io.herd.spi;

/**
 * A provider's failure with the status that the client is told. Its message stays on the server.
 */
public final class PlacesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The statuses of the legacy form that stand for a failure. */
  public enum Status {
    /** The question was refused as malformed. */
    INVALID_REQUEST,
    /** A quota or a bound was reached. */
    OVER_QUERY_LIMIT,
    /** The provider does not let us ask. */
    REQUEST_DENIED,
    /** Anything else; asking again may work. */
    UNKNOWN_ERROR
  }

  private final Status status;
  private final boolean passing;

  /**
   * A failure with the status for the client and a message for the operator, which asking again at
   * once would not mend.
   */
  public PlacesException(Status status, String message) {
    this(status, message, false);
  }

  /**
   * A failure with the status for the client and a message for the operator.
   *
   * @param message without keys, addresses and whatever else the log must not have
   * @param passing whether the same question, asked again at once, may well be answered
   */
  public PlacesException(Status status, String message, boolean passing) {
    super(message);
    this.status = status;
    this.passing = passing;
  }

  /** Whether the same question, asked again at once, may well be answered. */
  public boolean passing() {
    return passing;
  }

  /** What the client is told. */
  public Status status() {
    return status;
  }
}
