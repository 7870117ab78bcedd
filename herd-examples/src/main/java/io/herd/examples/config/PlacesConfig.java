package io.herd.examples.config;

import io.herd.places.ApiKey;
import io.herd.places.ChainedPlaces;
import io.herd.places.EmbeddedPlaces;
import io.herd.places.FieldMask;
import io.herd.places.FileFields;
import io.herd.places.FilePlaces;
import io.herd.places.GoogleLegacyPlaces;
import io.herd.places.GoogleNewPlaces;
import io.herd.places.GuardSettings;
import io.herd.places.GuardedPlaces;
import io.herd.places.NoPlaces;
import io.herd.places.OverpassPlaces;
import io.herd.places.RankBy;
import io.herd.places.ReplayPlaces;
import io.herd.places.Upstream;
import io.herd.spi.PlacesProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What answers the questions for places. It holds no key, so it may be shown anywhere. Immutable.
 */
public sealed interface PlacesConfig {

  /** The embedded data set, best known first. */
  static PlacesConfig usual() {
    return new Embedded(RankBy.PROMINENCE);
  }

  /** The kinds of providers, as they are written with hyphens in small letters. */
  enum Kind {
    EMBEDDED,
    GOOGLE_LEGACY,
    GOOGLE_NEW,
    OVERPASS,
    FILE,
    REPLAY,
    NONE,
    CHAIN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Which kind it is. */
  Kind kind();

  /**
   * Makes the provider, which the caller closes.
   *
   * @throws ConfigException if a key or a file does not allow it
   * @throws UncheckedIOException if a file cannot be read
   */
  PlacesProvider open();

  /** What an operator should know of it beside its kind, a line each. */
  List<String> notes();

  /** How long an answer may take at most; zero where nobody is asked. */
  default Duration deadline() {
    return Duration.ZERO;
  }

  /** The data set that comes with Herd. */
  record Embedded(RankBy rankBy) implements PlacesConfig {
    @Override
    public Kind kind() {
      return Kind.EMBEDDED;
    }

    @Override
    public PlacesProvider open() {
      return EmbeddedPlaces.loading(rankBy);
    }

    @Override
    public List<String> notes() {
      return List.of("towns, airports and heliports; show its credits (NOTICE)");
    }
  }

  /** Nobody: nothing is found. */
  record None() implements PlacesConfig {
    @Override
    public Kind kind() {
      return Kind.NONE;
    }

    @Override
    public PlacesProvider open() {
      return new NoPlaces();
    }

    @Override
    public List<String> notes() {
      return List.of();
    }
  }

  /**
   * A service over the network, behind a guard.
   *
   * @param key where its key is
   * @param endpoint where it is
   * @param mask what the new service is asked for
   */
  record Google(
      Kind kind, SecretSource key, URI endpoint, FieldMask mask, RankBy rankBy, GuardSettings guard)
      implements PlacesConfig {

    @Override
    public PlacesProvider open() {
      Upstream upstream = Upstream.of(endpoint).withDeadline(guard.deadline());
      byte[] bytes = key.read();
      try {
        ApiKey known = ApiKey.of(bytes);
        return new GuardedPlaces(
            kind == Kind.GOOGLE_LEGACY
                ? new GoogleLegacyPlaces(upstream, known)
                : new GoogleNewPlaces(upstream, known, mask, rankBy),
            guard);
      } catch (IllegalArgumentException notAKey) {
        throw new ConfigException("places key of " + kind + ": " + notAKey.getMessage());
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }

    @Override
    public List<String> notes() {
      return List.of(
          bounds(guard),
          "key: " + key,
          kind == Kind.GOOGLE_LEGACY
              ? "for Google projects that had the Places API before March 2025; others: google-new"
              : "fields: " + (mask.equals(FieldMask.PRO) ? "billed as Pro" : "billed as they are"),
          "Google's terms: show its attribution, use no map of others, keep nothing");
    }

    @Override
    public Duration deadline() {
      return guard.deadline();
    }
  }

  /** An Overpass server, behind a guard. */
  record Overpass(URI endpoint, String userAgent, GuardSettings guard) implements PlacesConfig {
    @Override
    public Kind kind() {
      return Kind.OVERPASS;
    }

    @Override
    public PlacesProvider open() {
      Upstream upstream = Upstream.of(endpoint).withDeadline(guard.deadline());
      return new GuardedPlaces(new OverpassPlaces(upstream, userAgent), guard);
    }

    @Override
    public List<String> notes() {
      return List.of(
          bounds(guard),
          "asks " + endpoint.getHost() + " as \"" + userAgent + "\"; its operator has to agree",
          "OpenStreetMap's terms: show its credit (ODbL 1.0)");
    }

    @Override
    public Duration deadline() {
      return guard.deadline();
    }
  }

  /**
   * A file of the user's own.
   *
   * @param fields where it has what, by the names that {@link PlacesSection} knows
   */
  record OwnFile(Path file, Map<String, String> fields, RankBy rankBy, String scope, String credit)
      implements PlacesConfig {

    /** What may be found in another field than the usual ones. */
    static final Map<String, BiFunction<FileFields, String, FileFields>> FIELDS =
        Map.of(
            "latitude", FileFields::withLatitude,
            "longitude", FileFields::withLongitude,
            "name", FileFields::withName,
            "id", FileFields::withId,
            "types", FileFields::withTypes,
            "vicinity", FileFields::withVicinity,
            "weight", FileFields::withWeight);

    @Override
    public Kind kind() {
      return Kind.FILE;
    }

    @Override
    public PlacesProvider open() {
      FileFields known = FileFields.USUAL;
      for (Map.Entry<String, String> field : fields.entrySet()) {
        var change = FIELDS.get(field.getKey());
        known = change == null ? known : change.apply(known, field.getValue());
      }
      FilePlaces.Builder builder = FilePlaces.of(file).fields(known).rankBy(rankBy).credit(credit);
      try {
        return (scope.isEmpty() ? builder : builder.scope(scope)).load();
      } catch (IllegalArgumentException useless) {
        throw new ConfigException("places file " + useless.getMessage());
      } catch (IOException unreadable) {
        throw new UncheckedIOException(
            "places file " + file + " cannot be read: " + reason(unreadable), unreadable);
      }
    }

    @Override
    public List<String> notes() {
      return List.of("reads " + file);
    }
  }

  /** Recorded answers. */
  record Replay(Path directory, long toleranceMetres) implements PlacesConfig {
    @Override
    public Kind kind() {
      return Kind.REPLAY;
    }

    @Override
    public PlacesProvider open() {
      try {
        return ReplayPlaces.of(directory, (double) toleranceMetres);
      } catch (IllegalArgumentException useless) {
        throw new ConfigException("places directory " + directory + ": " + useless.getMessage());
      } catch (IOException unreadable) {
        throw new UncheckedIOException(
            "places directory " + directory + " cannot be read: " + reason(unreadable), unreadable);
      }
    }

    @Override
    public List<String> notes() {
      return List.of("reads " + directory);
    }
  }

  /** One after the other, until one answers. */
  record Chain(List<PlacesConfig> links) implements PlacesConfig {

    /** Copies the list. */
    public Chain {
      links = List.copyOf(links);
    }

    @Override
    public Kind kind() {
      return Kind.CHAIN;
    }

    @Override
    public PlacesProvider open() {
      ChainedPlaces.Builder chain = ChainedPlaces.builder();
      ArrayList<PlacesProvider> opened = new ArrayList<>();
      try {
        for (int i = 0; i < links.size(); i++) {
          PlacesProvider provider = links.get(i).open();
          opened.add(provider);
          chain.provider(name(i), provider);
        }
      } catch (RuntimeException failed) {
        opened.forEach(PlacesProvider::close);
        throw failed;
      }
      return chain.build();
    }

    /** The kind, with a number from the second one on. */
    private String name(int index) {
      Kind kind = links.get(index).kind();
      long before = links.stream().limit(index).filter(link -> link.kind() == kind).count();
      return before == 0 ? kind.toString() : kind + "-" + (before + 1);
    }

    @Override
    public List<String> notes() {
      List<String> notes = new ArrayList<>();
      for (int i = 0; i < links.size(); i++) {
        String name = (i + 1) + ". " + name(i);
        notes.add(name);
        links.get(i).notes().forEach(note -> notes.add("   " + note));
      }
      return notes;
    }

    @Override
    public Duration deadline() {
      return links.stream().map(PlacesConfig::deadline).reduce(Duration.ZERO, Duration::plus);
    }
  }

  private static String bounds(GuardSettings guard) {
    return "within %d ms, at most %d calls a second and %d a day"
        .formatted(guard.deadline().toMillis(), guard.callsASecond(), guard.callsADay());
  }

  private static String reason(IOException failure) {
    return failure.getClass().getSimpleName();
  }
}
