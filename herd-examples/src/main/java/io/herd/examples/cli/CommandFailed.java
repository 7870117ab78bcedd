package io.herd.examples.cli;

/** A command could not do its work; the message is one line for the person who gave it. */
final class CommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailed(String message) {
    super(message);
  }
}
