package io.herd.examples.cli;

/** Lets only errors of servers be logged, where a command itself tells what happens. */
final class QuietLog {

  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private QuietLog() {}

  /** Before the first server is made; a level that somebody has set stays. */
  static void errorsOnly() {
    if (System.getProperty(LEVEL) == null) {
      System.setProperty(LEVEL, "error");
    }
  }
}
