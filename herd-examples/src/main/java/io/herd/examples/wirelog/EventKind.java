package io.herd.examples.wirelog;

/** What an event of the ring is. */
enum EventKind {
  /** The time of the events that follow, in nanoseconds since 1970. */
  TIME(0),
  /** A line came. */
  RECEIVED(1),
  /** A line went. */
  SENT(2),
  /** A connection came about. */
  OPENED(3),
  /** A connection is gone. */
  CLOSED(4),
  /** A connection is the link with a neighbour. */
  PEER_UP(5),
  /** A connection is no longer a link. */
  PEER_DOWN(6),
  /** So many lines could not be taken. */
  DROPPED(7);

  private static final EventKind[] KINDS = values();

  private final int code;

  EventKind(int code) {
    this.code = code;
  }

  /** The number that stands for it in the ring: its place among the kinds. */
  int code() {
    return code;
  }

  static EventKind of(int code) {
    return KINDS[code];
  }
}
