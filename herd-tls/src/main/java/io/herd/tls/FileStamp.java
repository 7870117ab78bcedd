package io.herd.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells that a file is another one than before, without reading it. Symbolic links are
 * followed, so one that is turned to another file counts too. Immutable.
 *
 * @param modified when it was changed; null if there is no file to be seen
 * @param bytes its size
 * @param key its number on its disk, where the system has one
 */
record FileStamp(@Nullable FileTime modified, long bytes, @Nullable Object key) {

  private static final FileStamp NONE = new FileStamp(null, 0, null);

  /** Two changes no further apart than this may bear the same time. */
  private static final Duration TICK = Duration.ofSeconds(2);

  static FileStamp of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return NONE; // whoever reads the file is told why
    }
  }

  /** Whether any change after this time is sure to give another stamp. */
  boolean isSettledAt(Instant time) {
    return modified == null
        || Duration.between(modified.toInstant(), time).abs().compareTo(TICK) > 0;
  }
}
