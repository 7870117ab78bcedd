package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StyledJsonTest {

  @Test
  void membersStandOneALineIndentedByThree() {
    assertEquals(
        """
        {
           "a" : {
              "b" : 1.5,
              "c" : "d"
           },
           "e" : "f"
        }
        """,
        printed(
            json -> {
              json.beginObject();
              json.key("a");
              json.beginObject();
              json.key("b");
              json.number(1.5);
              json.key("c");
              json.text("d");
              json.endObject();
              json.key("e");
              json.text("f");
              json.endObject();
            }));
  }

  @Test
  void objectsOfAnArrayStandOneALine() {
    assertEquals(
        """
        [
           {
              "a" : "1"
           },
           {
              "a" : "2"
           }
        ]
        """,
        printed(
            json -> {
              json.beginArray();
              for (String value : List.of("1", "2")) {
                json.item();
                json.beginObject();
                json.key("a");
                json.text(value);
                json.endObject();
              }
              json.endArray();
            }));
  }

  @Test
  void whatIsEmptyIsTwoBrackets() {
    assertEquals(
        """
        {
           "a" : {},
           "b" : [],
           "c" : []
        }
        """,
        printed(
            json -> {
              json.beginObject();
              json.key("a");
              json.beginObject();
              json.endObject();
              json.key("b");
              json.beginArray();
              json.endArray();
              json.key("c");
              json.texts(List.of());
              json.endObject();
            }));
  }

  @Test
  void documentEndsWithOneLineFeed() {
    assertEquals(
        "{}\n",
        printed(
            json -> {
              json.beginObject();
              json.endObject();
            }));
  }

  @Test
  void keysOutOfOrderAreRefused() {
    StyledJson json = new StyledJson(64);
    json.beginObject();
    json.key("b");
    json.number(1);
    assertThrows(IllegalArgumentException.class, () -> json.key("b"));
    assertThrows(IllegalArgumentException.class, () -> json.key("a"));
    json.key("c");
  }

  @Test
  void keysOfAnInnerObjectHaveTheirOwnOrder() {
    String text =
        printed(
            json -> {
              json.beginObject();
              json.key("b");
              json.beginObject();
              json.key("a");
              json.number(1);
              json.endObject();
              json.key("c");
              json.number(2);
              json.endObject();
            });
    assertEquals("{\n   \"b\" : {\n      \"a\" : 1\n   },\n   \"c\" : 2\n}\n", text);
  }

  @Test
  void longestListOnOneLineHasSeventeenEmptyTexts() {
    for (int count : new int[] {1, 16, 17}) {
      assertEquals(oneLine(Collections.nCopies(count, "")), list(Collections.nCopies(count, "")));
    }
    for (int count : new int[] {18, 23, 24, 25}) {
      assertEquals(onLines(Collections.nCopies(count, "")), list(Collections.nCopies(count, "")));
    }
  }

  @Test
  void lineOf73BytesIsKept() {
    List<String> values = List.of("a".repeat(33), "b".repeat(30));
    assertEquals(73 + 1, oneLine(values).length());
    assertEquals(oneLine(values), list(values));
  }

  @Test
  void lineOf74BytesIsBroken() {
    List<String> values = List.of("a".repeat(33), "b".repeat(31));
    assertEquals(74 + 1, oneLine(values).length());
    assertEquals(onLines(values), list(values));
  }

  @Test
  void lineOf75BytesIsBroken() {
    List<String> values = List.of("a".repeat(33), "b".repeat(32));
    assertEquals(onLines(values), list(values));
  }

  @Test
  void widthIsCountedInBytesAsPrinted() {
    // 69 bytes between the quotes are 73 in all; an umlaut is two of them, an escape six
    assertEquals(oneLine(List.of("ä".repeat(33) + "b")), list(List.of("ä".repeat(33) + "b")));
    assertEquals(onLines(List.of("ä".repeat(34))), list(List.of("ä".repeat(34))));
    assertEquals("[ \"" + "\\u003c".repeat(11) + "b\" ]\n", list(List.of("<".repeat(11) + "b")));
    assertEquals(
        "[\n   \"" + "\\u003c".repeat(11) + "bb\"\n]\n", list(List.of("<".repeat(11) + "bb")));
  }

  @Test
  void indentDoesNotCountForTheWidth() {
    List<String> values = List.of("a".repeat(67));
    String text =
        printed(
            json -> {
              json.beginObject();
              json.key("a");
              json.texts(values);
              json.endObject();
            });
    assertEquals("{\n   \"a\" : " + oneLine(values) + "}\n", text);
  }

  @Test
  void quoteBackslashAndControlCharactersAreEscaped() {
    assertEquals("\"\\\"\\\\\\b\\f\\n\\r\\t\"\n", printed(json -> json.text("\"\\\b\f\n\r\t")));
    assertEquals(
        "\"\\u0000\\u0001\\u001f \"\n",
        printed(json -> json.text(new String(new char[] {0, 1, 31, 32}))));
  }

  @Test
  void angleBracketsAreEscaped() {
    assertEquals("\"\\u003ca\\u003e\"\n", printed(json -> json.text("<a>")));
  }

  @Test
  void allElseIsRaw() {
    String raw = "&'/~\u007f é 東京 \uD83D\uDE80";
    assertEquals("\"" + raw + "\"\n", printed(json -> json.text(raw)));
  }

  @Test
  void keysAreEscapedAsTexts() {
    assertEquals(
        "{\n   \"\\u003c\" : 1\n}\n",
        printed(
            json -> {
              json.beginObject();
              json.key("<");
              json.number(1);
              json.endObject();
            }));
  }

  private static String list(List<String> values) {
    return printed(json -> json.texts(values));
  }

  private static String oneLine(List<String> values) {
    return "[ \"" + String.join("\", \"", values) + "\" ]\n";
  }

  private static String onLines(List<String> values) {
    return "[\n   \"" + String.join("\",\n   \"", values) + "\"\n]\n";
  }

  private static String printed(Consumer<StyledJson> writer) {
    StyledJson json = new StyledJson(0);
    writer.accept(json);
    return new String(json.finish(), StandardCharsets.UTF_8);
  }
}
