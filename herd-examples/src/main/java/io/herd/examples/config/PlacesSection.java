package io.herd.examples.config;

import io.herd.examples.config.PlacesConfig.Kind;
import io.herd.places.FieldMask;
import io.herd.places.GoogleLegacyPlaces;
import io.herd.places.GoogleNewPlaces;
import io.herd.places.GuardSettings;
import io.herd.places.RankBy;
import io.herd.places.ReplayPlaces;
import io.herd.places.Upstream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the section {@code places}, and each link of its chain: a provider, its own fields, and a
 * guard for those that ask a service. Not thread-safe.
 */
final class PlacesSection {

  private static final BoundedFields<GuardSettings.Builder> GUARD =
      new BoundedFields<GuardSettings.Builder>()
          .field("deadline", Scalars::duration, GuardSettings.Builder::deadline)
          .number("concurrency", Scalars::count, GuardSettings.Builder::concurrency)
          .number("room", Scalars::count, GuardSettings.Builder::room)
          .number("callers", Scalars::count, GuardSettings.Builder::callers)
          .number("callsASecond", Scalars::count, GuardSettings.Builder::callsASecond)
          .field("callsADay", Scalars::count, GuardSettings.Builder::callsADay)
          .number("failures", Scalars::count, GuardSettings.Builder::failures)
          .number("failuresOf", Scalars::count, GuardSettings.Builder::failuresOf)
          .field("pause", Scalars::duration, GuardSettings.Builder::pause)
          .number("retries", Scalars::count, GuardSettings.Builder::retries)
          .field("retryDelay", Scalars::duration, GuardSettings.Builder::retryDelay)
          .field("cacheBytes", Scalars::size, GuardSettings.Builder::cacheBytes);

  private final Problems problems;
  private final Path directory;
  private final Section section;

  private PlacesSection(Problems problems, Path directory, Section section) {
    this.problems = problems;
    this.directory = directory;
    this.section = section;
  }

  /**
   * The provider; the default one for what is missing or wrong.
   *
   * @param directory where relative paths start
   */
  static PlacesConfig read(Problems problems, Path directory, Section section) {
    return new PlacesSection(problems, directory, section).provider(true);
  }

  private PlacesConfig provider(boolean mayBeChain) {
    Kind kind = section.value("provider", PlacesSection::kind, Kind.EMBEDDED);
    PlacesConfig config =
        switch (kind) {
          case EMBEDDED -> new PlacesConfig.Embedded(rankBy());
          case NONE -> none();
          case GOOGLE_LEGACY, GOOGLE_NEW -> google(kind);
          case OVERPASS -> overpass();
          case FILE -> file();
          case REPLAY -> replay();
          case CHAIN -> chain(mayBeChain);
        };
    section.refuseOthers();
    return config;
  }

  private static Kind kind(String text) {
    for (Kind kind : Kind.values()) {
      if (kind.toString().equals(text)) {
        return kind;
      }
    }
    List<String> names = List.of(Kind.values()).stream().map(Kind::toString).toList();
    throw new IllegalArgumentException(
        "is "
            + Scalars.shown(text)
            + ", must be "
            + String.join(" or ", names)
            + Problems.suggestion(text, names));
  }

  private RankBy rankBy() {
    return section.value(
        "rankBy", text -> Scalars.constant(text, List.of(RankBy.values())), RankBy.PROMINENCE);
  }

  private PlacesConfig none() {
    rankBy(); // of no use, and no harm either
    return new PlacesConfig.None();
  }

  private PlacesConfig google(Kind kind) {
    boolean isNew = kind == Kind.GOOGLE_NEW;
    SecretSource key =
        SecretSource.parse(problems, directory, section.name("key"), section.node("key"));
    if (!section.has("key")) {
      missing("key", "{file: path} or {environment: VARIABLE}");
    }
    URI usual = isNew ? GoogleNewPlaces.ENDPOINT : GoogleLegacyPlaces.ENDPOINT;
    URI endpoint = section.value("endpoint", PlacesSection::endpoint, usual);
    FieldMask mask =
        isNew ? section.value("fields", PlacesSection::mask, FieldMask.PRO) : FieldMask.PRO;
    RankBy rankBy = isNew ? rankBy() : RankBy.PROMINENCE;
    GuardSettings guard = guard(false);
    return key == null
        ? PlacesConfig.usual()
        : new PlacesConfig.Google(kind, key, endpoint, mask, rankBy, guard);
  }

  private static FieldMask mask(String text) {
    return switch (text) {
      case "pro" -> FieldMask.PRO;
      case "enterprise" -> FieldMask.ENTERPRISE;
      default -> {
        if (!text.startsWith("places.")) {
          throw new IllegalArgumentException(
              "is " + Scalars.shown(text) + ", must be pro or enterprise or places.x,places.y");
        }
        yield new FieldMask(text);
      }
    };
  }

  private static URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      Upstream.of(uri); // knows the rules
      return uri;
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException("is no URI", malformed);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "is refused: " + refused.getMessage(), refused); // may hold a key: not told
    }
  }

  private PlacesConfig overpass() {
    URI endpoint = section.value("endpoint", PlacesSection::endpoint);
    String userAgent = section.value("userAgent", PlacesSection::userAgent);
    if (!section.has("endpoint")) {
      missing("endpoint", "the URI of a server whose operator agrees");
    }
    if (!section.has("userAgent")) {
      missing("userAgent", "the application's name and how you can be reached");
    }
    GuardSettings guard = guard(true);
    return endpoint == null || userAgent == null
        ? PlacesConfig.usual()
        : new PlacesConfig.Overpass(endpoint, userAgent, guard);
  }

  private static String userAgent(String text) {
    if (!text.matches("[!-~]([ -~]{0,198}[!-~])?")) {
      throw new IllegalArgumentException(
          "is " + Scalars.shown(text) + ", must be 1 to 200 visible ASCII characters");
    }
    return text;
  }

  private PlacesConfig file() {
    Path file = section.value("file", text -> Scalars.path(directory, text));
    if (!section.has("file")) {
      missing("file", "the path of a GeoJSON or CSV file");
    }
    Section fields = section.section("fields");
    Map<String, String> names = new TreeMap<>();
    for (String name : new TreeSet<>(PlacesConfig.OwnFile.FIELDS.keySet())) {
      String value = fields.value(name, text -> text);
      if (value != null) {
        names.put(name, value);
      }
    }
    fields.refuseOthers();
    RankBy rankBy = rankBy();
    String scope = section.value("scope", PlacesSection::scope, "");
    String credit = section.value("credit", text -> text, "");
    return file == null
        ? PlacesConfig.usual()
        : new PlacesConfig.OwnFile(file, names, rankBy, scope, credit);
  }

  private static String scope(String text) {
    if (!text.matches("[A-Z][A-Z0-9_]{0,31}")) {
      throw new IllegalArgumentException(
          "is " + Scalars.shown(text) + ", must be 1 to 32 of A-Z 0-9 _, a letter first");
    }
    return text;
  }

  private PlacesConfig replay() {
    Path recordings = section.value("directory", text -> Scalars.path(directory, text));
    if (!section.has("directory")) {
      missing("directory", "the path of a directory with recordings");
    }
    long usual = (long) ReplayPlaces.TOLERANCE_METRES;
    long tolerance = section.value("toleranceMetres", PlacesSection::tolerance, usual);
    return recordings == null
        ? PlacesConfig.usual()
        : new PlacesConfig.Replay(recordings, tolerance);
  }

  private static long tolerance(String text) {
    long metres = Scalars.count(text);
    if (metres > 20_100_000) {
      throw new IllegalArgumentException("is " + text + ", must be 0..20100000");
    }
    return metres;
  }

  private PlacesConfig chain(boolean mayBeChain) {
    YamlNode node = section.node("chain");
    List<PlacesConfig> links = new ArrayList<>();
    if (!mayBeChain) {
      problems.add(section.line(), section.name("provider"), "is chain, must not be in a chain");
    } else if (node instanceof YamlNode.Sequence sequence && !sequence.items().isEmpty()) {
      for (YamlNode item : sequence.items()) {
        String name = section.name("chain") + "[" + links.size() + "]";
        Section link = Section.of(problems, name, item);
        links.add(new PlacesSection(problems, directory, link).provider(false));
      }
    } else {
      problems.add(
          section.line("chain"),
          section.name("chain"),
          "must be a list of providers like [{provider: file, file: x.csv}, {provider: embedded}]");
    }
    return links.isEmpty() ? PlacesConfig.usual() : new PlacesConfig.Chain(links);
  }

  /** Overpass servers want to be asked seldom, and by one at a time. */
  private GuardSettings guard(boolean isOverpass) {
    return GUARD.read(
        problems,
        section.section("guard"),
        () ->
            isOverpass
                ? GuardSettings.builder()
                    .concurrency(1)
                    .room(16)
                    .callsASecond(2)
                    .retries(0)
                    .pause(Duration.ofSeconds(30))
                : GuardSettings.builder(),
        GuardSettings.Builder::build);
  }

  private void missing(String field, String what) {
    problems.add(section.line(), section.name(field), "is missing, must be " + what);
  }
}
