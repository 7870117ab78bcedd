package io.herd.examples.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.examples.config.PlacesConfig.Kind;
import io.herd.places.FieldMask;
import io.herd.places.GuardSettings;
import io.herd.places.RankBy;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesSectionTest {

  private static final String HERD = "herd: x\nservers: {A: 127.0.0.1:1}\nplaces: ";
  private static final String KEY = "AIzaSyA-not-a-real-key";
  private static final PlacesQuery QUERY = new PlacesQuery(1, 2, 1_000, 20);

  @TempDir Path directory;

  private PlacesConfig read(String places) {
    return HerdYaml.parse("herd.yaml", HERD + places, directory).places();
  }

  private String refused(String places) {
    return assertThrows(ConfigException.class, () -> read(places)).getMessage();
  }

  private void keyFile(String text, String mode) throws IOException {
    Path file = Files.writeString(directory.resolve("places.key"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void googleNewHasAllItsFields() {
    PlacesConfig.Google google =
        assertInstanceOf(
            PlacesConfig.Google.class,
            read(
                """
                {provider: google-new, key: {file: places.key}, endpoint: "https://places.example",
                 fields: enterprise, rankBy: distance,
                 guard: {deadline: 2s, concurrency: 3, room: 4, callers: 5, callsASecond: 6,
                   callsADay: 7, failures: 8, failuresOf: 9, pause: 10s, retries: 1,
                   retryDelay: 12ms, cacheBytes: 1K}}
                """));
    assertEquals(Kind.GOOGLE_NEW, google.kind());
    assertEquals(new SecretSource.File(directory.resolve("places.key")), google.key());
    assertEquals(URI.create("https://places.example"), google.endpoint());
    assertEquals(FieldMask.ENTERPRISE, google.mask());
    assertEquals(RankBy.DISTANCE, google.rankBy());
    GuardSettings expected =
        new GuardSettings(
            Duration.ofSeconds(2),
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            Duration.ofSeconds(10),
            1,
            Duration.ofMillis(12),
            1_024);
    assertEquals(expected, google.guard());
    assertEquals(Duration.ofSeconds(2), google.deadline());
  }

  @Test
  void googleLegacyHasItsOwnEndpointAndTheGuardsDefaults() {
    PlacesConfig.Google google =
        assertInstanceOf(
            PlacesConfig.Google.class,
            read("{provider: google-legacy, key: {environment: HERD_PLACES_KEY}}"));
    assertEquals("maps.googleapis.com", google.endpoint().getHost());
    assertEquals(GuardSettings.defaults(), google.guard());
  }

  @Test
  void overpassIsAskedByOneAtATime() {
    PlacesConfig.Overpass overpass =
        assertInstanceOf(
            PlacesConfig.Overpass.class,
            read(
                "{provider: overpass, endpoint: 'https://osm.example', userAgent: 'x (a@b.example)'}"));
    assertEquals(1, overpass.guard().concurrency());
    overpass.open().close();
  }

  @Test
  void chainsKeepTheirOrder() throws Exception {
    Files.writeString(directory.resolve("mine.csv"), "name,lat,lon\nx,1,2\n");
    PlacesConfig chain =
        read(
            """

              provider: chain
              chain:
                - {provider: none}
                - {provider: file, file: mine.csv, rankBy: distance, scope: MINE, credit: me}
                - {provider: embedded}
                - {provider: none}
            """);
    List<Kind> kinds =
        assertInstanceOf(PlacesConfig.Chain.class, chain).links().stream()
            .map(PlacesConfig::kind)
            .toList();
    assertEquals(List.of(Kind.NONE, Kind.FILE, Kind.EMBEDDED, Kind.NONE), kinds);
    try (PlacesProvider provider = chain.open()) {
      provider.nearby(QUERY).toCompletableFuture().join();
      assertEquals(1, provider.counts().get("chain.none.answered"));
      assertEquals(1, provider.counts().get("file.places"));
    }
    assertTrue(chain.notes().toString().contains("4. none-2"), chain.notes().toString());
  }

  @Test
  void filesMayHaveFieldsOfOtherNames() throws Exception {
    Files.writeString(directory.resolve("mine.csv"), "was,b,l\nAlt,1,2\n");
    PlacesConfig file =
        read("{provider: file, file: mine.csv, fields: {name: was, latitude: b, longitude: l}}");
    assertEquals(
        Map.of("name", "was", "latitude", "b", "longitude", "l"),
        assertInstanceOf(PlacesConfig.OwnFile.class, file).fields());
    try (PlacesProvider provider = file.open()) {
      String body = new String(provider.nearby(QUERY).toCompletableFuture().join());
      assertTrue(body.contains("Alt"), body);
    }
  }

  @Test
  void filesThatAreOfNoUseAreRefusedWhenOpened() throws Exception {
    Files.writeString(directory.resolve("mine.csv"), "name,where\n");
    PlacesConfig useless = read("{provider: file, file: mine.csv}");
    assertTrue(
        assertThrows(ConfigException.class, useless::open)
            .getMessage()
            .startsWith("places file mine.csv: has no column for the latitude"));
    PlacesConfig missing = read("{provider: file, file: no.csv}");
    assertTrue(
        assertThrows(UncheckedIOException.class, missing::open)
            .getMessage()
            .endsWith("no.csv cannot be read: NoSuchFileException"));
    PlacesConfig replay = read("{provider: replay, directory: .}");
    assertThrows(ConfigException.class, replay::open);
  }

  @Test
  void theFirstOfAChainIsClosedIfTheSecondCannotBeOpened() {
    PlacesConfig chain =
        read("{provider: chain, chain: [{provider: none}, {provider: file, file: no.csv}]}");
    assertThrows(UncheckedIOException.class, chain::open);
  }

  @Test
  void recordingsAreReplayed() throws Exception {
    Files.writeString(directory.resolve("1,2.json"), "{\"results\":[],\"status\":\"OK\"}");
    PlacesConfig replay = read("{provider: replay, directory: ., toleranceMetres: 10}");
    try (PlacesProvider provider = replay.open()) {
      String body = new String(provider.nearby(QUERY).toCompletableFuture().join());
      assertEquals("{\"results\":[],\"status\":\"OK\"}", body);
    }
  }

  @Test
  void aKeyWrittenInTheFileIsRefusedAndNotRepeated() {
    String refusal = refused("{provider: google-new, key: " + KEY + "}");
    assertEquals(
        "herd.yaml:3: places.key: must not be written here:"
            + " say {file: path} or {environment: VARIABLE}",
        refusal);
  }

  @Test
  void aKeyInTheEndpointIsNotRepeated() {
    String refusal =
        refused(
            "{provider: google-new, key: {file: k}, endpoint: 'https://x.example/?key="
                + KEY
                + "'}");
    assertFalse(refusal.contains(KEY), refusal);
    assertTrue(refusal.contains("places.endpoint: is refused: "), refusal);
  }

  @Test
  void aKeyIsReadFromAFileOfItsOwnerAlone() throws Exception {
    PlacesConfig google = read("{provider: google-new, key: {file: places.key}}");
    keyFile(KEY + "\n", "rw-------");
    google.open().close();
    assertFalse(google.toString().contains(KEY));
    keyFile(KEY, "rw-r--r--");
    assertTrue(
        assertThrows(ConfigException.class, google::open).getMessage().contains("chmod 600"));
    keyFile("with space" + KEY, "rw-------");
    String refusal = assertThrows(ConfigException.class, google::open).getMessage();
    assertTrue(refusal.startsWith("places key of google-new: "), refusal);
    assertFalse(refusal.contains(KEY), refusal);
  }

  @Test
  void notesTellWhatAnOperatorShouldKnow() {
    assertTrue(
        read("{provider: google-legacy, key: {file: k}}").notes().toString().contains("2025"));
    assertTrue(read("{provider: google-new, key: {file: k}}").notes().toString().contains("terms"));
    assertTrue(read("{}").notes().toString().contains("credits"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {provider: googlenew}            | places.provider: is googlenew, must be
          {provider: google-new}           | places.key: is missing, must be {file: path}
          {provider: overpass, userAgent: x} | places.endpoint: is missing
          {provider: overpass, endpoint: "https://x.example"} | places.userAgent: is missing
          {provider: overpass, endpoint: "http://x.example", userAgent: x} | must be https
          {provider: overpass, endpoint: "https://x.example", userAgent: "é"} | visible ASCII
          {provider: embedded, key: {file: k}} | places.key: is not a field
          {provider: google-legacy, key: {file: k}, fields: pro} | places.fields: is not a field
          {provider: google-new, key: {file: k}, fields: all} | places.fields: is all, must be pro
          {provider: google-new, key: {file: k}, fields: "places.x, y"} | without spaces
          {provider: google-new, key: {file: k}, guard: {retries: 11}} | places.guard.retries: is 11, must be 0..10
          {provider: google-new, key: {file: k}, guard: {dead: 1s}} | places.guard.dead: is not a field
          {provider: google-new, key: {file: k}, guard: {deadline: 5s}} | must be less than limits.placesTimeout
          {provider: file}                 | places.file: is missing
          {provider: file, file: x, scope: me} | places.scope: is me, must be
          {provider: file, file: x, fields: {nam: y}} | places.fields.nam: is not a field, did you mean name?
          {provider: replay}               | places.directory: is missing
          {provider: replay, directory: x, toleranceMetres: 30000000} | must be 0..20100000
          {provider: chain}                | places.chain: must be a list of providers
          {provider: chain, chain: [{provider: chain}]} | places.chain[0].provider: is chain, must not be
          {provider: chain, chain: [{provider: nobody}]} | places.chain[0].provider: is nobody
          """)
  void whatIsWrongIsToldWithItsField(String places, String problem) {
    String refusal = refused(places);
    assertTrue(refusal.contains(problem), refusal);
  }
}
