package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import io.herd.testkit.places.FakeCall;
import io.herd.testkit.places.FakeUpstream;
import io.herd.testkit.places.FakeUpstream.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GoogleNewPlacesTest {

  private final FakeUpstream fake = FakeUpstream.start(Kind.GOOGLE_NEW);
  private final PlacesProvider provider = Network.provider(Kind.GOOGLE_NEW, fake);

  @AfterEach
  void close() {
    provider.close();
    fake.close();
  }

  @Test
  void answerHasTheLegacyForm() throws Exception {
    fake.spacingMetres(0);
    assertEquals(
        """
        {
           "html_attributions" : [
              "\\u003ca href=\\"https://fake.example/\\"\\u003eFake &amp; Co\\u003c/a\\u003e"
           ],
           "results" : [
              {
                 "business_status" : "OPERATIONAL",
                 "geometry" : {
                    "location" : {
                       "lat" : -33.5,
                       "lng" : 151.25
                    },
                    "viewport" : {
                       "northeast" : {
                          "lat" : -33.5,
                          "lng" : 151.25
                       },
                       "southwest" : {
                          "lat" : -33.5,
                          "lng" : 151.25
                       }
                    }
                 },
                 "icon_background_color" : "#7B9EB0",
                 "icon_mask_base_uri" : "https://icons.example/0",
                 "name" : "Café Ærø 0",
                 "opening_hours" : {
                    "open_now" : true
                 },
                 "photos" : [
                    {
                       "height" : 3024,
                       "html_attributions" : [
                          "\\u003ca href=\\"//people.example/1?a&amp;b\\"\\u003eA &lt;Person&gt;\\u003c/a\\u003e"
                       ],
                       "photo_reference" : "places/fake-0/photos/1",
                       "width" : 4032
                    }
                 ],
                 "place_id" : "fake-0",
                 "plus_code" : {
                    "global_code" : "FAKE+0"
                 },
                 "price_level" : 0,
                 "rating" : 4.25,
                 "reference" : "fake-0",
                 "scope" : "GOOGLE",
                 "types" : [ "cafe", "store", "point_of_interest", "establishment" ],
                 "user_ratings_total" : 0,
                 "vicinity" : "0 Fake Street, Town"
              },
              {
                 "geometry" : {
                    "location" : {
                       "lat" : -33.5,
                       "lng" : 151.25
                    },
                    "viewport" : {
                       "northeast" : {
                          "lat" : -33.5,
                          "lng" : 151.25
                       },
                       "southwest" : {
                          "lat" : -33.5,
                          "lng" : 151.25
                       }
                    }
                 },
                 "icon_background_color" : "#7B9EB0",
                 "icon_mask_base_uri" : "https://icons.example/1",
                 "name" : "Bar \\"\\u003c1\\u003e\\" & Söhne",
                 "opening_hours" : {
                    "open_now" : false
                 },
                 "place_id" : "fake-1",
                 "plus_code" : {
                    "global_code" : "FAKE+1"
                 },
                 "rating" : 4.25,
                 "reference" : "fake-1",
                 "scope" : "GOOGLE",
                 "types" : [ "park", "point_of_interest", "establishment" ],
                 "user_ratings_total" : 7,
                 "vicinity" : "1 Fake Street, Town"
              }
           ],
           "status" : "OK"
        }
        """,
        Network.text(provider.nearby(new PlacesQuery(-33.5, 151.25, 10_000, 2))));
  }

  @ParameterizedTest
  @CsvSource({
    "34.06893, -118.445127, 10000, 5, 34.06893, -118.445127, 10000, 5",
    "1e-7, 180, 0, 0, 0.0000001, 180, 1, 1",
    "-90, -180, 60000, 21, -90, -180, 50000, 20"
  })
  void questionIsInPlainDecimals(
      double latitude,
      double longitude,
      double radius,
      int results,
      String latitudeText,
      String longitudeText,
      String radiusText,
      String resultsText)
      throws Exception {
    Network.bytes(provider.nearby(new PlacesQuery(latitude, longitude, radius, results)));
    FakeCall call = fake.lastCalls().get(0);
    assertEquals("POST", call.method());
    assertEquals("/v1/places:searchNearby", call.path());
    assertEquals("application/json", call.header("content-type"));
    assertEquals(Network.KEY, call.header("x-goog-api-key"));
    assertEquals(FieldMask.ENTERPRISE.text(), call.header("x-goog-fieldmask"));
    assertFalse(call.headers().containsKey("upgrade"));
    assertEquals(
        "{\"locationRestriction\":{\"circle\":{\"center\":{\"latitude\":"
            + latitudeText
            + ",\"longitude\":"
            + longitudeText
            + "},\"radius\":"
            + radiusText
            + "}},\"maxResultCount\":"
            + resultsText
            + ",\"rankPreference\":\"POPULARITY\"}",
        call.body());
  }

  @Test
  void nearestFirstIsAskedForIfWanted() throws Exception {
    ApiKey key = ApiKey.of("k".getBytes(UTF_8));
    try (PlacesProvider nearest =
        new GoogleNewPlaces(
            Upstream.of(fake.uri()), key, new FieldMask("places.id"), RankBy.DISTANCE)) {
      String text = Network.text(nearest.nearby(new PlacesQuery(0, 0, 0, 5)));
      assertEquals(
          """
          {
             "html_attributions" : [],
             "results" : [
                {
                   "place_id" : "fake-0",
                   "reference" : "fake-0",
                   "scope" : "GOOGLE"
                }
             ],
             "status" : "OK"
          }
          """,
          text);
    }
    assertEquals("places.id", fake.lastCalls().get(0).header("x-goog-fieldmask"));
    assertEquals(true, fake.lastCalls().get(0).body().contains("\"DISTANCE\""));
  }

  @Test
  void cheapMaskIsAnsweredWithoutTheDearMembers() throws Exception {
    try (PlacesProvider cheap =
        new GoogleNewPlaces(
            Upstream.of(fake.uri()),
            ApiKey.of("k".getBytes(UTF_8)),
            FieldMask.PRO,
            RankBy.PROMINENCE)) {
      String text = Network.text(cheap.nearby(new PlacesQuery(0, 0, 5_000, 20)));
      assertEquals(20, Answer.parse(text.getBytes(UTF_8)).names().size());
      for (String dear : new String[] {"rating", "price_level", "opening_hours"}) {
        assertFalse(text.contains(dear), text);
      }
    }
  }

  @Test
  void noneKeepsTheStatus() throws Exception {
    assertEquals(
        new String(LegacyJson.ok(List.of(), List.of()), UTF_8),
        Network.text(provider.nearby(new PlacesQuery(0, 0, 1_000, 0))));
    fake.places(0);
    for (int results : new int[] {0, 20}) {
      assertEquals(
          new String(LegacyJson.zeroResults(), UTF_8),
          Network.text(provider.nearby(new PlacesQuery(0, 0, 1_000, results))));
    }
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
  void whatIsOfAnotherFormIsLeftOut() {
    JsonNode places =
        Json.object(
                """
                {"places": [{"id": 7, "displayName": "x", "location": {}, "viewport": {"high":
                {"latitude": 1}, "low": 3}, "types": "x", "rating": "4", "photos": [{}],
                "plusCode": [], "priceLevel": 3, "businessStatus": {}, "attributions": {}}]}
                """
                    .getBytes(UTF_8))
            .path("places");
    assertEquals(
        """
        {
           "html_attributions" : [],
           "results" : [
              {
                 "scope" : "GOOGLE"
              }
           ],
           "status" : "OK"
        }
        """,
        new String(NewToLegacy.document(places, 20), UTF_8));
  }

  @Test
  void rareFormsAreUnderstood() {
    JsonNode places =
        Json.object(
                """
                {"places": [
                {"location": {"latitude": 5}, "types": ["locality", "political"],
                 "regularOpeningHours": {"openNow": true}, "rating": 1e999,
                 "plusCode": {"compoundCode": "c"}, "priceLevel": "PRICE_LEVEL_VERY_EXPENSIVE",
                 "photos": [{"name": "n", "authorAttributions": [
                   {"displayName": "<b>", "uri": "javascript:alert(1)"}]}],
                 "attributions": [{"provider": "P"}, {"provider": "P"}]},
                {"viewport": {"high": {"latitude": 2, "longitude": 3},
                  "low": {"longitude": 1}}},
                {"id": "beyond"}]}
                """
                    .getBytes(UTF_8))
            .path("places");
    assertEquals(
        """
        {
           "html_attributions" : [ "P" ],
           "results" : [
              {
                 "geometry" : {
                    "location" : {
                       "lat" : 5,
                       "lng" : 0
                    }
                 },
                 "opening_hours" : {
                    "open_now" : true
                 },
                 "photos" : [
                    {
                       "html_attributions" : [ "&lt;b&gt;" ],
                       "photo_reference" : "n"
                    }
                 ],
                 "plus_code" : {
                    "compound_code" : "c"
                 },
                 "price_level" : 4,
                 "rating" : 0,
                 "scope" : "GOOGLE",
                 "types" : [ "locality", "political" ]
              },
              {
                 "geometry" : {
                    "viewport" : {
                       "northeast" : {
                          "lat" : 2,
                          "lng" : 3
                       },
                       "southwest" : {
                          "lat" : 0,
                          "lng" : 1
                       }
                    }
                 },
                 "scope" : "GOOGLE"
              }
           ],
           "status" : "OK"
        }
        """,
        new String(NewToLegacy.document(places, 2), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "*", "places", "places.", "places.a, places.b", "a,places.b"})
  void maskOfAnotherFormIsRefused(String mask) {
    assertThrows(IllegalArgumentException.class, () -> new FieldMask(mask));
  }

  @Test
  void maskMayBeLongButNotEndless() {
    assertEquals(4_096, new FieldMask("places." + "a".repeat(4_089)).text().length());
    assertThrows(
        IllegalArgumentException.class, () -> new FieldMask("places." + "a".repeat(4_090)));
  }

  @Test
  void nothingMayBeKept() {
    assertEquals(Duration.ZERO, provider.cacheable());
  }
}
