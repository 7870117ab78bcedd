package io.herd.examples;

import io.herd.examples.config.ConfigException;
import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdYaml;
import io.herd.examples.config.SecretSource;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether a {@code herd.yaml}, or a file that it names, is another than before,
 * and makes a running server follow it when it has been so for a second. A file that cannot be used
 * is refused with the reason, once, and what was in force stays. Thread-safe.
 */
final class ConfigWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);
  private static final long INTERVAL_MILLIS = 1_000;
  private static final long JOIN_MILLIS = 5_000;

  private final ServerId self;
  private final Path file;
  private final UnaryOperator<HerdConfig> options;
  private final LiveServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private List<Path> files;
  private List<String> seen;

  /** What the last look has seen, if that was something new. */
  private List<String> changing = List.of();

  /**
   * Begins to look.
   *
   * @param config what is in force
   * @param options what the command line says against the file
   */
  ConfigWatcher(
      ServerId self,
      Path file,
      HerdConfig config,
      UnaryOperator<HerdConfig> options,
      LiveServer server) {
    this.self = self;
    this.file = file;
    this.options = options;
    this.server = server;
    this.files = files(config);
    this.seen = stamps(files);
    thread = new Thread(this::watch, "herd-" + self + "-config");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look. A change counts once it is the same at two looks: half a file may be a valid one. */
  private void look() {
    List<String> now = stamps(files);
    if (now.equals(seen) || !now.equals(changing)) {
      changing = now;
      return;
    }
    seen = now;
    try {
      HerdConfig next = options.apply(HerdYaml.load(file));
      List<String> waiting = server.apply(next);
      files = files(next);
      seen = stamps(files);
      LOG.info("{}: {} was changed and is in force", self, file);
      if (!waiting.isEmpty()) {
        LOG.warn("{}: but a restart is needed for: {}", self, String.join(", ", waiting));
      }
    } catch (ConfigException refused) {
      LOG.warn(
          "{}: {} was changed and is refused, what was in force stays: {}",
          self,
          file,
          refused.getMessage());
    } catch (RuntimeException bug) {
      LOG.error("{}: {} was changed and could not be followed", self, file, bug);
    }
  }

  private List<Path> files(HerdConfig config) {
    List<Path> all = new ArrayList<>();
    all.add(file);
    addFile(all, config.security().secret());
    addFile(all, config.security().acceptedSecret());
    config.security().signatures().ifPresent(s -> all.add(s.keyFile(self)));
    return all;
  }

  private static void addFile(List<Path> all, Optional<SecretSource> source) {
    if (source.isPresent() && source.get() instanceof SecretSource.File secret) {
      all.add(secret.path());
    }
  }

  private static List<String> stamps(List<Path> files) {
    return files.stream().map(ConfigWatcher::stamp).toList();
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    } catch (IOException missing) {
      return "unreadable";
    }
  }

  /** Looks no more, and waits for the look that may be going on. Idempotent. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
