package io.herd.testkit.places;

import java.util.Locale;

/** What can be wrong with a service. */
public enum Fault {
  /** Nothing: it answers. */
  NONE,
  /** It reads the request, and then nothing more happens. */
  STALL_HEADER,
  /** It sends the head and half of the body, and then nothing more happens. */
  STALL_BODY,
  /** It closes the connection without an answer. */
  HANG_UP,
  /** It sends the head and half of the body, and closes the connection. */
  CUT_OFF,
  /** A body of one gibibyte. */
  HUGE_BODY,
  /** A small packed body that unpacks to 64 MiB. */
  GZIP_BOMB,
  /** A body that is said to be gzip, and is not. */
  GZIP_WRONG,
  /** A packed body of which the second half is missing. */
  GZIP_CUT,
  /** JSON without its second half. */
  JSON_CUT,
  /** JSON of some other service. */
  JSON_OTHER,
  /** A page in HTML, with status 200. */
  HTML,
  /** An empty body, with status 200. */
  EMPTY,
  /** Not HTTP. */
  NOT_HTTP,
  /** A redirect to itself. */
  HTTP_302,
  /** HTTP status 403 with a page in HTML. */
  HTTP_403,
  /** HTTP status 404 with a page in HTML. */
  HTTP_404,
  /** HTTP status 429 with a page in HTML. */
  HTTP_429,
  /** HTTP status 500 with a page in HTML. */
  HTTP_500,
  /** HTTP status 504 with a page in HTML. */
  HTTP_504,
  /** It says, in its own way, that the question is malformed. */
  SAYS_INVALID,
  /** It says, in its own way, that a quota is used up. */
  SAYS_QUOTA,
  /** It says, in its own way, that the key is not allowed; and tells the key and an address. */
  SAYS_DENIED,
  /** It says, in its own way, that the service is not switched on for the key's project. */
  SAYS_NOT_ENABLED,
  /** It says, in its own way, that something failed. */
  SAYS_UNKNOWN;

  /** Whether it keeps a call in progress for ever. */
  boolean stalls() {
    return this == STALL_HEADER || this == STALL_BODY;
  }

  /** The name as it is written on a command line: {@code stall-body}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
