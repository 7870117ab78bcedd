package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LegacyJsonTest {

  @Test
  void wholeAnswerHasTheseBytes() {
    Place cafe =
        Place.builder("test:1", "Café \"<Zoé>\" & Co")
            .point(34.06893, -118.44513)
            .scope("TEST")
            .types(List.of("cafe", "food", "point_of_interest", "establishment"))
            .vicinity("1 Rue d'Été")
            .build();
    Place bare = Place.builder("test:2", "Bare").point(4, -180).build();
    assertEquals(
        """
        {
           "html_attributions" : [ "\\u003ca href=\\"https://example.org/\\"\\u003eX\\u003c/a\\u003e" ],
           "results" : [
              {
                 "geometry" : {
                    "location" : {
                       "lat" : 34.06893,
                       "lng" : -118.44513
                    },
                    "viewport" : {
                       "northeast" : {
                          "lat" : 34.07027898,
                          "lng" : -118.44378102
                       },
                       "southwest" : {
                          "lat" : 34.06758102,
                          "lng" : -118.44647898
                       }
                    }
                 },
                 "name" : "Café \\"\\u003cZoé\\u003e\\" & Co",
                 "place_id" : "test:1",
                 "plus_code" : {
                    "global_code" : "85633H93+HW"
                 },
                 "reference" : "test:1",
                 "scope" : "TEST",
                 "types" : [ "cafe", "food", "point_of_interest", "establishment" ],
                 "vicinity" : "1 Rue d'Été"
              },
              {
                 "geometry" : {
                    "location" : {
                       "lat" : 4,
                       "lng" : -180
                    },
                    "viewport" : {
                       "northeast" : {
                          "lat" : 4.00134898,
                          "lng" : -179.99865102
                       },
                       "southwest" : {
                          "lat" : 3.99865102,
                          "lng" : 179.99865102
                       }
                    }
                 },
                 "name" : "Bare",
                 "place_id" : "test:2",
                 "plus_code" : {
                    "global_code" : "62P22222+22"
                 },
                 "reference" : "test:2",
                 "types" : []
              }
           ],
           "status" : "OK"
        }
        """,
        text(
            LegacyJson.ok(List.of(cafe, bare), List.of("<a href=\"https://example.org/\">X</a>"))));
  }

  @Test
  void answerWithoutResultsHasTheseBytes() {
    assertEquals(
        """
        {
           "html_attributions" : [],
           "results" : [],
           "status" : "ZERO_RESULTS"
        }
        """,
        text(LegacyJson.zeroResults()));
  }

  @Test
  void statusIsOkForAClientThatAskedForNone() {
    assertEquals(
        text(LegacyJson.zeroResults()).replace("ZERO_RESULTS", "OK"),
        text(LegacyJson.ok(List.of(), List.of())));
  }

  @Test
  void viewportEndsAtThePoles() {
    String north = text(LegacyJson.ok(List.of(at(90, 0)), List.of()));
    assertTrue(north.contains("\"northeast\" : {\n                  \"lat\" : 90,"), north);
    String south = text(LegacyJson.ok(List.of(at(-90, 0)), List.of()));
    assertTrue(south.contains("\"southwest\" : {\n                  \"lat\" : -90,"), south);
  }

  @Test
  void viewportWrapsAtTheDateLine() {
    String east = text(LegacyJson.ok(List.of(at(0, 180)), List.of()));
    assertTrue(east.contains("\"lng\" : -179.99865102"), east);
    String west = text(LegacyJson.ok(List.of(at(0, -180)), List.of()));
    assertTrue(west.contains("\"lng\" : 179.99865102"), west);
  }

  private static Place at(double latitude, double longitude) {
    return Place.builder("test:1", "A").point(latitude, longitude).build();
  }

  private static String text(byte[] answer) {
    return new String(answer, UTF_8);
  }
}
