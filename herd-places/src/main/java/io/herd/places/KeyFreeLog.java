package io.herd.places;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps keys out of what the JDK's HTTP client writes to java.util.logging: at its finest levels it
 * logs whole URIs and headers, as soon as somebody turns all loggers up. Records that hold a
 * parameter or header for a key are dropped, whoever sends it; others are not touched. Stateless,
 * thread-safe.
 *
 * <p>What goes round java.util.logging is out of reach: another backend of {@link System.Logger},
 * or the switch {@code jdk.internal.httpclient.debug}, which prints to the standard error.
 */
final class KeyFreeLog implements Filter {

  /** Kept, for a logger that nobody refers to forgets its filter. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("jdk.httpclient.HttpClient"),
          Logger.getLogger("jdk.internal.httpclient.debug"),
          Logger.getLogger("jdk.internal.httpclient.hpack.debug"));

  private final @Nullable Filter before;

  private KeyFreeLog(@Nullable Filter before) {
    this.before = before;
  }

  /** Sees to it that the filter is there. */
  static synchronized void install() {
    for (Logger logger : LOGGERS) {
      if (!(logger.getFilter() instanceof KeyFreeLog)) {
        logger.setFilter(new KeyFreeLog(logger.getFilter()));
      }
    }
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    boolean holdsKey =
        hasKey(record.getMessage())
            || hasKey(Arrays.toString(record.getParameters()))
            || hasKey(String.valueOf(record.getThrown()));
    return !holdsKey && (before == null || before.isLoggable(record));
  }

  private static boolean hasKey(@Nullable String text) {
    if (text == null) {
      return false;
    }
    String lowerCase = text.toLowerCase(Locale.ROOT);
    return lowerCase.contains("key=") || lowerCase.contains("api-key");
  }
}
