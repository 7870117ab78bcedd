package io.herd.testkit.places;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  private static Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("empty", List.of());
    tree.put("none", Map.of());
    tree.put("results", List.of(Map.of("types", List.of("a", "\"<\\>\"\n"))));
    tree.put("rating", 4);
    tree.put("wide", List.of("x".repeat(33), "y".repeat(31)));
    return tree;
  }

  @Test
  void layoutAHasTwoSpacesAndNoneBeforeColons() {
    assertEquals(
        """
        {
          "empty": [],
          "none": {},
          "results": [
            {
              "types": [ "a", "\\"\\u003c\\\\\\u003e\\"\\u000a" ]
            }
          ],
          "rating": 4,
          "wide": [
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
          ]
        }
        """,
        JsonText.of(tree(), Layout.A));
  }

  @Test
  void layoutBHasThreeSpacesAndAnEnd() {
    assertEquals(
        """
        {
           "empty" : [],
           "none" : {},
           "results" : [
              {
                 "types" : [ "a", "\\"\\u003c\\\\\\u003e\\"\\u000a" ]
              }
           ],
           "rating" : 4,
           "wide" : [
              "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
              "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
           ]
        }
        """,
        JsonText.of(tree(), Layout.B));
  }

  @Test
  void layoutCHasBracketsOnLinesOfTheirOwn() {
    assertEquals(
        """
        {
           "empty" : [],
           "none" : {},
           "results" :\s
           [
              {
                 "types" :\s
                 [
                    "a",
                    "\\"\\u003c\\\\\\u003e\\"\\u000a"
                 ]
              }
           ],
           "rating" : 4,
           "wide" :\s
           [
              "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
              "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
           ]
        }""",
        JsonText.of(tree(), Layout.C));
  }
}
