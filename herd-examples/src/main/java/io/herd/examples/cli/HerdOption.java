package io.herd.examples.cli;

import io.herd.examples.config.HerdConfig;
import io.herd.examples.config.HerdYaml;
import io.herd.examples.config.KnownHerds;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which herd a command is about: a known one, or that of a file. */
final class HerdOption {

  @Option(
      names = "--herd",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "A known herd: ${COMPLETION-CANDIDATES} (default: " + KnownHerds.DEFAULT + ").")
  private @Nullable String known;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The herd of a herd.yaml.")
  private @Nullable Path file;

  /** The file, or null for a known herd. */
  @Nullable Path file() {
    return file;
  }

  HerdConfig config() {
    if (file != null) {
      return HerdYaml.load(file);
    }
    return KnownHerds.named(known == null ? KnownHerds.DEFAULT : known);
  }

  /** The names of the known herds. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return KnownHerds.names().iterator();
    }
  }
}
