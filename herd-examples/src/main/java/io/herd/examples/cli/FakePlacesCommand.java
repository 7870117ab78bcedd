package io.herd.examples.cli;

import io.herd.testkit.places.FakeUpstream;
import io.herd.testkit.places.FakeUpstream.Kind;
import io.herd.testkit.places.Fault;
import io.herd.testkit.places.Layout;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs a server that plays a network service for places, to try a herd with. */
@Command(
    name = "fake-places",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Plays a network service for places, well or badly.",
    description = {
      "Answers as the service does, with places that are not there: one at the very point asked "
          + "for, the next ones 100 m farther each. Any key will do. Runs until Ctrl-C."
    },
    footer = {"", "For example:", "  herd fake-places --kind google-legacy --fault stall-body"})
final class FakePlacesCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      required = true,
      converter = KindName.class,
      completionCandidates = Kinds.class,
      description = "Which service: ${COMPLETION-CANDIDATES}.")
  private Kind kind = Kind.GOOGLE_LEGACY;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      converter = FaultName.class,
      completionCandidates = Faults.class,
      description = "What is wrong with it: ${COMPLETION-CANDIDATES} (default: none).")
  private Fault fault = Fault.NONE;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Listens on this port of the loopback address (default: 0, a free one).")
  private int port;

  @Option(
      names = "--places",
      paramLabel = "COUNT",
      description = "How many places there are around any point (default: 60).")
  private @Nullable Integer places;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "How Google's legacy JSON is laid out: as in 2011 (A), from 2012 (B, the default) or "
              + "from 2023 (C).")
  private Layout layout = Layout.B;

  @Override
  public void run() {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port is " + port + ", must be 0..65535");
    }
    if (places != null && (places < 0 || places > 10_000)) {
      throw new ParameterException(
          spec.commandLine(), "--places is " + places + ", must be 0..10000");
    }
    FakeUpstream fake = FakeUpstream.start(kind, port).fault(fault).layout(layout);
    if (places != null) {
      fake.places(places);
    }
    UntilSignal.await(
        () -> {
          fake.close();
          return 0;
        },
        () -> {
          PrintWriter out = spec.commandLine().getOut();
          out.println(kind + " is played at " + fake.uri() + ", fault " + fault);
          out.flush();
        });
  }

  private static <E extends Enum<E>> E named(String name, E[] all) {
    return Stream.of(all)
        .filter(one -> one.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("is " + name + ", must be one of " + names(all)));
  }

  private static <E extends Enum<E>> List<String> names(E[] all) {
    return Arrays.stream(all).map(Enum::toString).toList();
  }

  /** Reads a kind. */
  static final class KindName implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String name) {
      return named(name, Kind.values());
    }
  }

  /** Reads a fault. */
  static final class FaultName implements ITypeConverter<Fault> {
    @Override
    public Fault convert(String name) {
      return named(name, Fault.values());
    }
  }

  /** The names of the kinds. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(Kind.values()).iterator();
    }
  }

  /** The names of the faults. */
  static final class Faults implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(Fault.values()).iterator();
    }
  }
}
