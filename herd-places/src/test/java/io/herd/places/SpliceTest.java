package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpliceTest {

  private static String cut(String document, int resultsMax) {
    return new String(Splice.of(document.getBytes(UTF_8), resultsMax).bytes(), UTF_8);
  }

  @Test
  void layoutOf2011IsKept() {
    String body =
        """
        {
          "html_attributions": [],
          "results": [ {
            "name": "Zoë [1]",
            "types": [ "a", "b" ]
          }, {
            "name": "{2}"
          }%s ],
          "status": "OK"
        }
        """;
    assertEquals(body.formatted(""), cut(body.formatted(", {\n    \"name\": \"3\"\n  }"), 2));
  }

  @Test
  void layoutOf2012IsKept() {
    String body =
        """
        {
           "html_attributions" : [],
           "next_page_token" : "x",
           "results" : [
              {
                 "name" : "東京 🦌"
              }%s
           ],
           "status" : "OK"
        }
        """;
    String second = ",\n      {\n         \"photos\" : [ {} ]\n      }";
    assertEquals(body.formatted(""), cut(body.formatted(second), 1));
    assertEquals(body.formatted(second), cut(body.formatted(second + second + second), 2));
  }

  @Test
  void layoutOf2023IsKept() {
    String body =
        """
        {
           "html_attributions" : [],
           "results" :\s
           [
              {
                 "types" :\s
                 [
                    "a"
                 ]
              }%s
           ],
           "status" : "OK"
        }""";
    assertEquals(body.formatted(""), cut(body.formatted(",\n      {},\n      {}"), 1));
  }

  @Test
  void noneKeepsTheBracketsAndTheStatus() {
    Splice splice =
        Splice.of("{\"results\" : [ {}, {} ],\n\"status\":\"OK\"}\n".getBytes(UTF_8), 0);
    assertEquals("{\"results\" : [],\n\"status\":\"OK\"}\n", new String(splice.bytes(), UTF_8));
    assertEquals("OK", splice.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"results\":[],\"status\":\"ZERO_RESULTS\"}",
        "{\"results\" : [ \n ],\"status\":\"ZERO_RESULTS\"}",
        "{\"results\":[{}],\"status\":\"OK\"}\n\n",
        " {\"results\" : [ {} , {\"a\":[1]}\n ] }"
      })
  void asManyOrFewerAreTheSameArray(String text) {
    byte[] body = text.getBytes(UTF_8);
    assertSame(body, Splice.of(body, 2).bytes());
    assertSame(body, Splice.of(body, 20).bytes());
  }

  @Test
  void emptyArrayIsKeptForNone() {
    byte[] body = "{\"results\" : [ ]}".getBytes(UTF_8);
    assertSame(body, Splice.of(body, 0).bytes());
  }

  @Test
  void membersOfTheSameNameFartherDownAreNotCut() {
    String nested = "{\"results\":[{},{},{}],\"status\":\"NOT\"}";
    String body = "{\"x\":" + nested + ",\"results\":[" + nested + "%s],\"status\":\"OK\"}";
    assertEquals(body.formatted(""), cut(body.formatted("," + nested), 1));
    assertEquals("OK", Splice.of(body.formatted("").getBytes(UTF_8), 1).status());
  }

  @Test
  void escapedNamesAreTheSameNames() {
    assertEquals(
        "{\"\\u0072esults\":[{}],\"st\\u0061tus\":\"\\u004fK\"}",
        cut("{\"\\u0072esults\":[{},{}],\"st\\u0061tus\":\"\\u004fK\"}", 1));
    assertEquals("OK", Splice.of("{\"st\\u0061tus\":\"\\u004fK\"}".getBytes(UTF_8), 1).status());
  }

  @Test
  void eachOfSeveralResultsIsCutAndTheLastStatusCounts() {
    String body = "{\"results\":[{}%s],\"status\":\"A\",\"results\":[{}%s],\"status\":\"B\"}";
    assertEquals(body.formatted("", ""), cut(body.formatted(",{}", ", {} , {}"), 1));
    assertEquals("B", Splice.of(body.formatted("", "").getBytes(UTF_8), 1).status());
  }

  @Test
  void numbersOfAnySizeAreKept() {
    String number = "-1" + "0".repeat(5_000) + ".5e+999999999";
    String body = "{\"results\":[{\"a\":" + number + "}%s],\"status\":\"OK\"}";
    assertEquals(body.formatted(""), cut(body.formatted(",{\"b\":" + number + "}"), 1));
  }

  @Test
  void nestingIsBounded() {
    for (int depth : new int[] {97, 99}) {
      String body =
          "{\"results\":[{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}],\"status\":\"OK\"}";
      if (depth == 97) {
        assertEquals(body, cut(body, 1));
      } else {
        assertMalformed(body.getBytes(UTF_8));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\0",
        "null",
        "[]",
        "7",
        "\"OK\"",
        "<html>",
        "{",
        "{\"results\"",
        "{\"results\":",
        "{\"results\":[",
        "{\"results\":[{}",
        "{\"results\":[{},",
        "{\"results\":[{}],\"status\":\"OK\"",
        "{\"results\":[{}],\"status\":\"OK\"}}",
        "{\"results\":[{}],\"status\":\"OK\"} {}",
        "{\"results\":[{}],\"status\":\"OK\"} x",
        "{\"results\":[{},]}",
        "{\"results\":[{}{}]}",
        "{\"results\":[1,2]}",
        "{\"results\":[{},null]}",
        "{\"results\":[[]]}",
        "{\"results\":{}}",
        "{\"results\":null}",
        "{\"results\":\"[]\"}",
        "{'results':[]}",
        "{\"results\":[] /* */}",
        "{\"results\":[{\"a\":\"\n\"}]}",
        "{\"results\":[{\"a\":01}]}",
        "{\"status\":\"OK\"}",
        "\uFEFF{\"results\":[],\"status\":\"OK\"}"
      })
  void whatIsNotSuchADocumentIsAFailure(String body) {
    assertMalformed(body.getBytes(UTF_8));
  }

  @Test
  void otherEncodingsAreFailures() {
    assertMalformed("{\"results\":[],\"status\":\"OK\"}".getBytes(UTF_16));
    byte[] broken = "{\"results\":[{\"a\":\"__\"}],\"status\":\"OK\"}".getBytes(UTF_8);
    broken[18] = (byte) 0xC3;
    broken[19] = (byte) '(';
    assertMalformed(broken);
  }

  @Test
  void statusMayBeMissingAsLongAsNobodyAsks() {
    Splice splice = Splice.of("{\"results\":[],\"status\":7}".getBytes(UTF_8), 1);
    PlacesException failure = assertThrows(PlacesException.class, splice::status);
    assertEquals(Status.UNKNOWN_ERROR, failure.status());
  }

  @Test
  void anyDocumentsCutIsTheDocumentPrintedWithFewerResults() {
    long seed = Long.getLong("herd.seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      String before = space(random) + "{" + space(random) + "\"a\"" + space(random) + ":[],";
      String after = space(random) + "]" + space(random) + ",\"status\":\"OK\"}" + space(random);
      List<String> results = new ArrayList<>();
      int count = random.nextInt(25);
      for (int i = 0; i < count; i++) {
        results.add(space(random) + object(random, 0));
      }
      int max = 1 + random.nextInt(22);
      String head = before + "\"results\":[";
      String all = head + String.join(space(random) + ",", results) + after;
      String expected = all;
      if (count > max) {
        // what follows the last result kept is what followed the last of all
        expected = all.substring(0, end(all, head, results, max)) + after;
      }
      assertEquals(expected, cut(all, max), "-Dherd.seed=" + seed + ", round " + round);
    }
  }

  private static int end(String all, String head, List<String> results, int max) {
    int at = head.length();
    for (int i = 0; i < max; i++) {
      at = all.indexOf(results.get(i), at) + results.get(i).length();
    }
    return at;
  }

  private static String space(Random random) {
    return " \n\t\r ".substring(0, random.nextInt(6));
  }

  private static String object(Random random, int depth) {
    StringBuilder text = new StringBuilder("{");
    int members = random.nextInt(4);
    for (int i = 0; i < members; i++) {
      text.append(i == 0 ? "" : ",").append("\"é").append(i).append("\"").append(space(random));
      text.append(':').append(value(random, depth)).append(space(random));
    }
    return text.append('}').toString();
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 4 : 6)) {
      case 0 -> Double.toString(random.nextGaussian());
      case 1 -> "\"]},{\\\"results\\\":[\\\\\"";
      case 2 -> "\"🦌 \\u00e9 é\"";
      case 3 -> "null";
      case 4 -> object(random, depth + 1);
      default -> "[" + object(random, depth + 1) + ", [] ]";
    };
  }

  private static void assertMalformed(byte[] body) {
    PlacesException failure = assertThrows(PlacesException.class, () -> Splice.of(body, 1).bytes());
    assertEquals(Status.UNKNOWN_ERROR, failure.status());
    assertFalse(failure.passing());
  }
}
