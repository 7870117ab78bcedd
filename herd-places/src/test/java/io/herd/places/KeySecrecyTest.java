package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import io.herd.testkit.places.FakeUpstream;
import io.herd.testkit.places.FakeUpstream.Kind;
import io.herd.testkit.places.Fault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong, nothing that is printed has the key, the URI or what the service says. */
@Timeout(120)
@Isolated("takes the output of the whole process")
class KeySecrecyTest {

  private static final PlacesQuery QUERY = new PlacesQuery(1, 2, 10_000, 5);

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream foreignOutput = new ByteArrayOutputStream();
  private final PrintStream foreign = new PrintStream(foreignOutput, true, UTF_8);
  private final PrintStream printed = new PrintStream(output, true, UTF_8);
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Level level = Logger.getLogger("").getLevel();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          boolean isOurs = String.valueOf(record.getLoggerName()).startsWith("io.herd");
          PrintStream log = isOurs ? printed : foreign;
          log.print(new SimpleFormatter().format(record));
          log.println(Arrays.toString(record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void takeAllOutput() {
    handler.setLevel(Level.ALL);
    Logger.getLogger("").setLevel(Level.ALL);
    Logger.getLogger("").addHandler(handler);
    System.setOut(printed);
    System.setErr(printed);
  }

  @AfterEach
  void giveItBack() {
    System.setOut(out);
    System.setErr(err);
    Logger.getLogger("").removeHandler(handler);
    Logger.getLogger("").setLevel(level);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void noFaultBringsTheKeyOut(Fault fault) {
    for (Kind kind : Kind.values()) {
      try (FakeUpstream fake = FakeUpstream.start(kind).fault(fault);
          PlacesProvider provider = Network.provider(kind, fake, Duration.ofMillis(500))) {
        note(provider, provider.nearby(QUERY));
        assertNothingTold(fake);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void neitherDoesAServerThatIsNotThereNorAClosedProvider(Kind kind) {
    FakeUpstream fake = FakeUpstream.start(kind);
    fake.close();
    PlacesProvider provider = Network.provider(kind, fake);
    note(provider, provider.nearby(QUERY));
    provider.close();
    note(provider, provider.nearby(QUERY));
    assertNothingTold(fake);
  }

  @Test
  void neitherDoesAQuestionThatIsCancelled() {
    try (FakeUpstream fake = FakeUpstream.start(Kind.GOOGLE_LEGACY).fault(Fault.STALL_BODY);
        PlacesProvider provider = Network.provider(Kind.GOOGLE_LEGACY, fake)) {
      CompletionStage<byte[]> stage = provider.nearby(QUERY);
      stage.toCompletableFuture().cancel(true);
      note(provider, stage);
      assertNothingTold(fake);
    }
  }

  @Test
  void theJdksClientLogsWhatHasNoKeyInIt() {
    try (FakeUpstream fake = FakeUpstream.start(Kind.OVERPASS);
        PlacesProvider provider = Network.provider(Kind.OVERPASS, fake)) {
      note(provider, provider.nearby(QUERY));
    }
    for (String name : List.of("jdk.httpclient.HttpClient", "jdk.internal.httpclient.debug")) {
      foreignOutput.reset();
      Logger.getLogger(name).log(Level.INFO, "GET https://places.example/?a=b");
      assertTrue(foreignOutput.toString(UTF_8).contains("places.example"));
      foreignOutput.reset();
      Logger.getLogger(name)
          .log(Level.INFO, "GET {0}", "https://places.example/?a=b&Key=topsecret");
      Logger.getLogger(name).log(Level.INFO, "X-Goog-Api-Key: topsecret");
      Logger.getLogger(name).log(Level.INFO, "x", new IllegalStateException("?key=topsecret"));
      Logger.getLogger(name).log(Level.INFO, null, (Object[]) null);
      assertFalse(
          foreignOutput.toString(UTF_8).contains("topsecret"), foreignOutput.toString(UTF_8));
      assertTrue(foreignOutput.toString(UTF_8).contains("null"), "without a message");
    }
  }

  @Test
  void aFilterThatWasThereBeforeIsAskedToo() {
    Logger logger = Logger.getLogger("jdk.httpclient.HttpClient");
    Filter filter = logger.getFilter();
    try {
      logger.setFilter(record -> false);
      KeyFreeLog.install();
      KeyFreeLog.install();
      logger.log(Level.INFO, "harmless");
      assertFalse(foreignOutput.toString(UTF_8).contains("harmless"));
    } finally {
      logger.setFilter(filter);
    }
  }

  @Test
  void projectWithoutTheLegacyServiceIsToldWhatToDoOnce() {
    try (FakeUpstream fake = FakeUpstream.start(Kind.GOOGLE_LEGACY).fault(Fault.SAYS_NOT_ENABLED);
        PlacesProvider provider = Network.provider(Kind.GOOGLE_LEGACY, fake)) {
      PlacesException failure = Network.failure(provider.nearby(QUERY));
      assertTrue(failure.getMessage().contains("use the provider google-new"));
      Network.failure(provider.nearby(QUERY));
      String told = output.toString(UTF_8);
      assertTrue(told.contains("google-legacy is denied"), told);
      assertTrue(told.indexOf("is denied") == told.lastIndexOf("is denied"), told);
    }
  }

  private void note(PlacesProvider provider, CompletionStage<byte[]> stage) {
    try {
      stage.toCompletableFuture().join();
    } catch (RuntimeException failed) {
      StringWriter trace = new StringWriter();
      failed.printStackTrace(new PrintWriter(trace));
      printed.println(trace);
    }
    printed.println(provider + " " + stage + " " + provider.counts());
    printed.println(ApiKey.of(Network.KEY.toCharArray()));
  }

  private void assertNothingTold(FakeUpstream fake) {
    String told = output.toString(UTF_8);
    assertTrue(told.contains("an API key"));
    String all = told + foreignOutput.toString(UTF_8);
    for (String key : List.of(Network.KEY, URLEncoder.encode(Network.KEY, UTF_8), "sekrit")) {
      assertFalse(all.contains(key), () -> key + " is in\n" + all);
    }
    for (String secret :
        List.of("203.0.113.7", fake.uri().getAuthority(), "key=", "nearbysearch", "searchNearby")) {
      assertFalse(told.contains(secret), () -> secret + " is in\n" + told);
    }
  }
}
