package io.herd.examples.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Limits;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HerdYamlTest {

  private static final String HERD =
      """
      herd: two
      servers:
        A: 127.0.0.1:1001
        B: {host: 127.0.0.1, port: 1002}
      relations:
        A: [B]
      """;

  private static HerdConfig parse(String text) {
    return HerdYaml.parse("herd.yaml", text, Path.of("/etc/herd"));
  }

  private static String refusal(String text) {
    return assertThrows(ConfigException.class, () -> parse(text)).getMessage();
  }

  @Test
  void exampleIsTheDefaultHerd() {
    assertEquals(KnownHerds.named("bailey"), HerdYaml.load(Path.of("herd.yaml")));
  }

  @Test
  void whatIsNotGivenIsAsInAKnownHerd() {
    HerdConfig two = parse(HERD);
    assertEquals(HerdConfig.of("two", two.topology(), two.endpoints()), two);
    assertEquals("{A=[B], B=[A]}", two.topology().toString());
    assertEquals(new Endpoint("127.0.0.1", 1002), two.endpoint(ServerId.of("B")));
  }

  @Test
  void serversOfWhichNoneHasANameAreAProblem() {
    assertEquals(
        "herd.yaml:2: servers.a/b: is no server's name, must be 1 to 64 of A-Z a-z 0-9 . _ -",
        refusal("servers:\n  a/b: 127.0.0.1:1001\n"));
  }

  @Test
  void relationsMayBeNamedFromBothSides() {
    assertEquals(parse(HERD), parse(HERD + "  B: [A]\n"));
  }

  @Test
  void everyFieldIsRead() {
    HerdConfig config =
        parse(
            HERD
                + """
                maxFuture: 90s
                secret: {file: keys/herd.secret}
                places: {provider: none, rankBy: distance}
                transport: nio
                replication: {policy: trees, batching: 50ms, headsInterval: 2s, timeToLive: 1h, auditInterval: 0s}
                limits: {lineBytes: 1K, idle: 500s, placesTimeout: 250ms, storeBytes: 3G}
                wireLog: {enabled: false, directory: /var/log/herd, fileBytes: 1M, files: 2}
                closeAfterAnswer: true
                """);
    assertEquals(Duration.ofSeconds(90), config.maxFuture());
    assertEquals(
        Optional.of(new SecretSource.File(Path.of("/etc/herd/keys/herd.secret"))),
        config.security().secret());
    assertEquals(new PlacesConfig.None(), config.places());
    assertEquals(
        new HerdConfig.WireLogging(false, Path.of("/var/log/herd"), 1 << 20, 2), config.wireLog());
    assertTrue(config.closeAfterAnswer());
    assertEquals(
        new Replication(
            Replication.PolicyKind.TREES,
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            Duration.ZERO),
        config.replication());
    assertEquals(
        Limits.builder()
            .lineBytes(1024)
            .idle(Duration.ofSeconds(500))
            .placesTimeout(Duration.ofMillis(250))
            .storeBytes(3L << 30)
            .build(),
        config.limits());
  }

  @Test
  void everyComponentOfLimitsHasItsField() {
    assertEquals(
        Arrays.stream(Limits.class.getRecordComponents()).map(RecordComponent::getName).toList(),
        LimitsSection.names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hrd: x                       | hrd: is not a field, did you mean herd?
          herd: a b                    | herd: is "a b", must be 1 to 64 of A-Z a-z 0-9 . _ -
          maxFuture: 5                 | maxFuture: is 5, must be a number and us, ms, s, m, h or d, like 500ms
          maxFuture: 0s                | maxFuture: is 0s, must be more than 0s and at most 1d
          maxFuture: 25h               | maxFuture: is 25h, must be more than 0s and at most 1d
          maxFuture: [1m]              | maxFuture: is a list, must be a value
          maxFuture:                   | maxFuture: is empty, must be a value
          transport: epoll             | transport: is epoll, must be nio or netty
          closeAfterAnswer: yes        | closeAfterAnswer: is yes, must be true or false
          places: {provider: google}   | places.provider: is google, must be embedded or google-legacy or google-new or overpass
          places: {rankBy: size}       | places.rankBy: is size, must be prominence or distance
          places: {rankby: distance}   | places.rankby: is not a field, did you mean rankBy?
          places: embedded             | places: is embedded, must be a mapping of names
          limits: {lineBytes: 63}      | limits.lineBytes: is 63, must be 64..1048576
          limits: {lineBytes: 2M}      | limits.lineBytes: is 2097152, must be 64..1048576
          limits: {lineBytes: 5G}      | limits.lineBytes: is 5368709120, must be at most 2147483647
          limits: {clients: 1K}        | limits.clients: is 1K, must be a whole number
          limits: {clients: -1}        | limits.clients: is -1, must be a whole number
          limits: {idle: 10ms}         | limits.idle: seconds is 0, must be 1..2147483647
          limits: {radiusKm: 51}       | limits.radiusKm: is 51, must be 0..50
          limits: {result: 3}          | limits.result: is not a field, did you mean results?
          limits: {storeBytes: 99999999999999999999} | limits.storeBytes: is 99999999999999999999, must be at most 9223372036854775807
          replication: {policy: tree}  | replication.policy: is tree, must be flood or trees
          replication: {batching: 11s} | replication.batching: is 11s, must be at most 10s
          replication: {headsInterval: 0ms} | replication.headsInterval: is 0ms, must be more than 0s
          replication: {headsInterval: 61m} | replication.headsInterval: is 61m, must be at most 1h
          replication: {timeToLive: 3651d} | replication.timeToLive: is 3651d, must be at most 3650d
          replication: {auditInterval: 25h} | replication.auditInterval: is 25h, must be at most 1d
          replication: {ttl: 1h}       | replication.ttl: is not a field
          replication: trees           | replication: is trees, must be a mapping of names
          wireLog: {fileBytes: 4095}   | wireLog.fileBytes: is 4095, must be 4096 or more
          wireLog: {files: 0}          | wireLog.files: is 0, must be 1..1000
          wireLog: {file: 2}           | wireLog.file: is not a field, did you mean files?
          secret: {file: a, environment: B} | secret: must have exactly one of file and environment
          secret: {}                   | secret: must have exactly one of file and environment
          secret: {environment: 1x}    | secret.environment: must be the name of a variable: A-Z a-z 0-9 _
          """)
  void aWrongFieldIsToldWithItsLineAndRule(String line, String message) {
    String refusal =
        refusal(line.startsWith("herd:") ? HERD.replace("herd: two", line) : HERD + line);
    int number = line.startsWith("herd:") ? 1 : 7;
    assertTrue(refusal.startsWith("herd.yaml:" + number + ": " + message), refusal);
    assertEquals(1, refusal.lines().count(), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C: {host: h, port: 70000}    | servers.C.port: is 70000, must be 1..65535
          C: {host: h, port: 0}        | servers.C.port: is 0, must be 1..65535
          C: {host: h}                 | servers.C.port: is missing, must be 1..65535
          C: {port: 1, prot: 1}        | servers.C.prot: is not a field, did you mean port?
          C: {host: a b, port: 1}      | servers.C.host: is "a b", must be a name or an address
          C: somewhere                 | servers.C: is somewhere, must be host:port
          C: ::1:12                    | servers.C: is ::1:12, must be host:port, or [address]:port
          C: h:x                       | servers.C: is x, must be 1..65535
          C: [h, 1]                    | servers.C: is a list, must be a value
          C D: h:1                     | servers."C D": is no server's name
          A: h:1                       | servers.A: is given again, the first is in line 3
          C: 127.0.0.1:1001            | servers.C: is at 127.0.0.1:1001, which is A's
          """)
  void aWrongServerIsToldWithItsLineAndRule(String line, String message) {
    String refusal = refusal(HERD.replace("relations:", "  " + line + "\nrelations:"));
    assertTrue(refusal.startsWith("herd.yaml:5: " + message), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          B: [a1]     | relations.B: a1 is not one of the servers
          b: [A]      | relations.b: b is not one of the servers, did you mean B?
          B: [B]      | relations.B: names B itself, must name other servers
          B: A        | relations.B: is A, must be a list of servers like [A, B]
          B: [[A]]    | relations.B: is a list, must be a value
          """)
  void aWrongRelationIsToldWithItsLineAndRule(String line, String message) {
    String refusal = refusal(HERD + "  " + line);
    assertTrue(refusal.startsWith("herd.yaml:7: " + message), refusal);
  }

  @Test
  void severalProblemsAreToldTogetherInTheOrderOfTheFile() {
    String refusal =
        refusal(
            """
            herd: two
            servers:
              A: {port: 0}
              B: {port: 1, hots: x}
            relations: {A: [C]}
            limits: {results: 21, radiusKm: 51}
            """);
    assertEquals(
        List.of(
            "herd.yaml:3: servers.A.port: is 0, must be 1..65535",
            "herd.yaml:4: servers.B.hots: is not a field, did you mean host? (known: host, port, peers, clients)",
            "herd.yaml:5: relations.A: C is not one of the servers, did you mean A?",
            "herd.yaml:6: limits.radiusKm: is 51, must be 0..50",
            "herd.yaml:6: limits.results: is 21, must be 0..20"),
        refusal.lines().toList());
  }

  @Test
  void aSecretInTheFileIsRefusedAndNotTold() {
    String refusal = refusal(HERD + "secret: xyzzy\n");
    assertEquals(
        "herd.yaml:7: secret: must not be written here: say {file: path} or {environment:"
            + " VARIABLE}",
        refusal);
  }

  @Test
  void whatIsNoYamlIsToldWithItsLine() {
    String refusal = refusal(HERD + "limits: {clients: 5\nplaces: [");
    assertTrue(refusal.startsWith("herd.yaml:8: is no YAML: "), refusal);
    assertEquals(1, refusal.lines().count(), refusal);
  }

  @Test
  void anEmptyFileAListAndTwoDocumentsAreRefused() {
    assertEquals("herd.yaml:1: is empty, must have servers and relations", refusal(""));
    assertTrue(refusal("[a]").startsWith("herd.yaml:1: is a list, must be a mapping"));
    assertEquals("herd.yaml:8: has a second document, must have one", refusal(HERD + "---\na: b"));
  }

  @Test
  void anchorsAndDeepNestingAreRefused() {
    assertTrue(refusal(HERD + "places: &x {}\n").contains("has an anchor or an alias"));
    assertTrue(refusal("a: " + "[".repeat(30) + "]".repeat(30)).contains("is nested 21 deep"));
  }

  @Test
  void aHerdWithoutServersIsRefused() {
    assertEquals("herd.yaml:1: servers: has no server, must have at least 1", refusal("herd: x"));
  }

  @Test
  void aMissingFileIsToldInOneLine(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("herd.yaml");
    ConfigException missing = assertThrows(ConfigException.class, () -> HerdYaml.load(file));
    assertEquals(file + ": no such file", missing.getMessage());
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
    ConfigException notText = assertThrows(ConfigException.class, () -> HerdYaml.load(file));
    assertEquals(file + ": is no text in UTF-8", notText.getMessage());
  }

  @Test
  void anUnknownServerOrHerdIsToldWithTheNearestName() {
    HerdConfig bailey = KnownHerds.named("bailey");
    String message = assertThrows(ConfigException.class, () -> bailey.server("Clrak")).getMessage();
    assertTrue(message.startsWith("herd bailey has no server Clrak, did you mean Clark?"), message);
    message = assertThrows(ConfigException.class, () -> KnownHerds.named("baily")).getMessage();
    assertTrue(message.startsWith("no known herd is called baily, did you mean bailey?"), message);
    assertFalse(Problems.suggestion("quite different", KnownHerds.names()).contains("mean"));
  }

  @Test
  void knownHerdsAreConnected() {
    for (String name : KnownHerds.names()) {
      assertTrue(KnownHerds.named(name).topology().isConnected(), name);
      assertEquals(5, KnownHerds.named(name).endpoints().size(), name);
    }
    assertEquals(12_003, KnownHerds.named("bailey").endpoint(ServerId.of("Clark")).port());
    assertEquals(11_629, KnownHerds.named("hill").endpoint(ServerId.of("Singleton")).port());
  }
}
