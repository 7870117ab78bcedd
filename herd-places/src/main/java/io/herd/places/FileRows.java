package io.herd.places;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the rows of a file as they are read, and notes those that are of no use: the first few are
 * logged, the others counted. One thread.
 */
final class FileRows {

  private static final Logger LOG = LoggerFactory.getLogger(FileRows.class);
  private static final int LOGGED_MAX = 5;

  private final String file;
  private final FileTable table = new FileTable();
  private long bad;
  private @Nullable String firstProblem;

  /** Of a file that problems call by this name. */
  FileRows(String file) {
    this.file = file;
  }

  FileTable table() {
    return table;
  }

  /** How many rows are of no use. */
  long bad() {
    return bad;
  }

  /**
   * A row.
   *
   * @param line where it starts, from 1
   * @param row throws {@link IllegalArgumentException} if it is of no use, with the reason
   */
  void add(long line, Supplier<FileRow> row) {
    FileRow read;
    try {
      read = row.get();
    } catch (IllegalArgumentException useless) {
      refuse(line, String.valueOf(useless.getMessage()));
      return;
    }
    table.add(read);
  }

  /** A row that cannot be read. */
  void refuse(long line, String why) {
    String problem = "line " + line + ": " + why;
    if (firstProblem == null) {
      firstProblem = problem;
    }
    if (++bad <= LOGGED_MAX) {
      LOG.warn("{}: {}", file, problem);
    }
  }

  /**
   * There are no more rows.
   *
   * @throws IllegalArgumentException if there was none of use
   */
  void end() {
    if (bad > LOGGED_MAX) {
      LOG.warn("{}: {} of {} rows left out", file, bad, bad + table.size());
    }
    if (table.size() == 0) {
      throw new IllegalArgumentException(
          file
              + " has no usable place in "
              + bad
              + " rows"
              + (firstProblem == null ? "" : "; " + firstProblem));
    }
  }
}
