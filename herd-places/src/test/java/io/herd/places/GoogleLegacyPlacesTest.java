package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import io.herd.testkit.places.FakeCall;
import io.herd.testkit.places.FakeUpstream;
import io.herd.testkit.places.FakeUpstream.Kind;
import io.herd.testkit.places.Layout;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class GoogleLegacyPlacesTest {

  private final FakeUpstream fake = FakeUpstream.start(Kind.GOOGLE_LEGACY).places(20);
  private final PlacesProvider provider = Network.provider(Kind.GOOGLE_LEGACY, fake);

  @AfterEach
  void close() {
    provider.close();
    fake.close();
  }

  /** What the service sends, without anything of ours between. */
  private byte[] sent(String parameters) throws Exception {
    String path = "/maps/api/place/nearbysearch/json?key=k&";
    try (InputStream in = fake.uri().resolve(path + parameters).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void wholeBodyIsPassedOnByteForByte(Layout layout) throws Exception {
    fake.layout(layout).places(60);
    byte[] sent = sent("location=34.06893,-118.445127&radius=10000");
    PlacesQuery query = new PlacesQuery(34.06893, -118.445127, 10_000, 20);
    assertArrayEquals(sent, Network.bytes(provider.nearby(query)));
    assertTrue(new String(sent, UTF_8).contains("next_page_token"));
    fake.packs(false);
    assertArrayEquals(sent, Network.bytes(provider.nearby(query)));
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void cutBodyIsWhatTheServiceSendsWhereThereIsLess(Layout layout) throws Exception {
    fake.layout(layout);
    PlacesQuery query = new PlacesQuery(-33.5, 151.25, 50_000, 5);
    byte[] cut = Network.bytes(provider.nearby(query));
    fake.places(5);
    assertArrayEquals(sent("location=-33.5,151.25&radius=50000"), cut);
  }

  @Test
  void noneKeepsTheStatus() throws Exception {
    assertEquals(
        """
        {
           "html_attributions" : [],
           "results" : [],
           "status" : "OK"
        }
        """,
        Network.text(provider.nearby(new PlacesQuery(0, 0, 1_000, 0))));
    fake.places(0);
    assertEquals(
        new String(LegacyJson.zeroResults(), UTF_8),
        Network.text(provider.nearby(new PlacesQuery(0, 0, 1_000, 0))));
  }

  @ParameterizedTest
  @CsvSource({
    "34.06893, -118.445127, 10000, '34.06893,-118.445127', 10000",
    "0, 0, 0, '0,0', 1",
    "-0.0, -0.0, 0.4, '0,0', 1",
    "90, 180, 50000, '90,180', 50000",
    "-90, -180, 60000, '-90,-180', 50000",
    "1e-7, -1.5e-9, 1500.5, '0.0000001,-0.0000000015', 1501",
    "12.345678901234567, 100, 1, '12.345678901234567,100', 1"
  })
  void questionIsInPlainDecimalsAndWholeMetres(
      double latitude, double longitude, double radius, String location, String metres)
      throws Exception {
    Network.bytes(provider.nearby(new PlacesQuery(latitude, longitude, radius, 20)));
    FakeCall call = fake.lastCalls().get(0);
    assertEquals("GET", call.method());
    assertEquals("/maps/api/place/nearbysearch/json", call.path());
    assertEquals(location, call.parameter("location"));
    assertEquals(metres, call.parameter("radius"));
    assertEquals(Network.KEY, call.parameter("key"));
    assertEquals(3, call.parameters().size());
    assertTrue(call.header("user-agent").contains("gzip"));
    assertFalse(call.headers().containsKey("upgrade"));
  }

  @ParameterizedTest
  @CsvSource({"0, 179.9999", "0, -180", "90, 0", "-90, 180", "89.9999, -179.9999"})
  void dateLineAndPolesNeedNoCare(double latitude, double longitude) throws Exception {
    for (double radius : new double[] {0, 50_000}) {
      Answer answer = Network.answer(provider, new PlacesQuery(latitude, longitude, radius, 20));
      assertEquals(radius == 0 ? 1 : 20, answer.names().size());
    }
  }

  @Test
  void pathMayBeGiven() throws Exception {
    Upstream upstream = Upstream.of(fake.uri().resolve("/maps/api/place/nearbysearch/json"));
    try (PlacesProvider other = new GoogleLegacyPlaces(upstream, ApiKey.of("k".getBytes(UTF_8)))) {
      assertEquals(1, Network.answer(other, new PlacesQuery(0, 0, 0, 5)).names().size());
    }
  }

  @Test
  void nothingMayBeKept() {
    assertEquals(Duration.ZERO, provider.cacheable());
  }
}
