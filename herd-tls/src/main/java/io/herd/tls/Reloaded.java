package io.herd.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something made of files, and made anew when they change: to ask for it costs a look at their
 * attributes. If nothing usable can be made of them, it stays as it was, which is logged once for
 * each content; so a pair of files of which only one is written yet does no harm. While one thread
 * loads, others get what was there before. Thread-safe.
 */
final class Reloaded<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Reloaded.class);

  /** Makes the thing of what is in the files, in their order; the bytes are wiped afterwards. */
  interface Loader<T> {
    T load(List<byte[]> contents) throws IOException;
  }

  /**
   * What the files were when they were read.
   *
   * @param stamps taken before, so that a change while reading shows the next time
   * @param digest of all that was in them; null if they could not be read
   * @param settled whether equal stamps will mean equal files
   * @param again when to try the same content once more, or null
   */
  private record Seen(
      List<FileStamp> stamps, @Nullable String digest, boolean settled, @Nullable Instant again) {

    boolean isDue(Instant now) {
      return again != null && !now.isBefore(again);
    }
  }

  private final List<Path> files;
  private final Loader<T> loader;
  private final InstantSource clock;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile T current;
  private volatile Seen seen;

  /**
   * Loads for the first time.
   *
   * @throws IOException if the files cannot be read or used
   */
  Reloaded(List<Path> files, Loader<T> loader, InstantSource clock) throws IOException {
    this.files = List.copyOf(files);
    this.loader = loader;
    this.clock = clock;
    Instant now = clock.instant();
    List<FileStamp> stamps = stamps();
    List<byte[]> contents = read();
    seen = seen(stamps, digest(contents), now, null);
    current = load(contents);
  }

  /** The newest that can be had. */
  T current() {
    if (isChanged() && loading.tryLock()) {
      try {
        if (isChanged()) {
          reload();
        }
      } finally {
        loading.unlock();
      }
    }
    return current;
  }

  private boolean isChanged() {
    Seen last = seen;
    return !last.settled() || last.isDue(clock.instant()) || !stamps().equals(last.stamps());
  }

  private void reload() {
    Instant now = clock.instant();
    List<FileStamp> stamps = stamps();
    Seen last = seen;
    String digest = null;
    try {
      List<byte[]> contents = read();
      digest = digest(contents);
      if (digest.equals(last.digest()) && !last.isDue(now)) {
        seen = seen(stamps, digest, now, last.again());
        return;
      }
      current = load(contents);
      seen = seen(stamps, digest, now, null);
      LOG.info("loaded anew: {}", files);
    } catch (IOException e) {
      if (digest != null || last.digest() != null) {
        LOG.warn("what was loaded before stays in force: {}", reason(e));
      }
      Instant again = e instanceof UnusableFileException unusable ? unusable.usableFrom() : null;
      seen = seen(stamps, digest, now, again);
    }
  }

  private T load(List<byte[]> contents) throws IOException {
    try {
      return loader.load(contents);
    } finally {
      contents.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    }
  }

  private List<byte[]> read() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }

  private List<FileStamp> stamps() {
    return files.stream().map(FileStamp::of).toList();
  }

  private static Seen seen(
      List<FileStamp> stamps, @Nullable String digest, Instant now, @Nullable Instant again) {
    boolean settled = stamps.stream().allMatch(stamp -> stamp.isSettledAt(now));
    return new Seen(stamps, digest, settled, again);
  }

  private static String digest(List<byte[]> contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] sum = {};
      for (byte[] bytes : contents) {
        digest.update(sum); // of those before: where one file ends counts
        sum = digest.digest(bytes);
      }
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The file system's exceptions name the file, and often nothing else. */
  private static String reason(IOException e) {
    return e instanceof UnusableFileException unusable
        ? String.valueOf(unusable.getMessage())
        : e.toString();
  }
}
