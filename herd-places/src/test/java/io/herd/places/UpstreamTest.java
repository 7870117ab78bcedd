package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {

  private static final Upstream UPSTREAM = Upstream.of(URI.create("https://places.example"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://places.example",
        "http://127.0.0.1.places.example",
        "http://127.0.0",
        "http://1270.0.0.1",
        "http://localhost.places.example",
        "http://[::2]",
        "http://0.0.0.0",
        "ftp://127.0.0.1",
        "//places.example",
        "/path",
        "https:places.example",
        "https:///path",
        "https://user:secret@places.example",
        "https://places.example?a=b",
        "https://places.example/#a"
      })
  void whatMayNotBeAskedIsRefused(String endpoint) {
    URI uri = URI.create(endpoint);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Upstream.of(uri));
    assertFalse(refusal.getMessage().contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://places.example, https://places.example/a/b",
    "https://places.example/, https://places.example/a/b",
    "https://places.example:8443/c, https://places.example:8443/c",
    "HTTPS://places.example/c/, HTTPS://places.example/c/",
    "http://127.0.0.1:80, http://127.0.0.1:80/a/b",
    "http://localhost, http://localhost/a/b",
    "http://[::1]:8080/, http://[::1]:8080/a/b"
  })
  void endpointWithoutAPathHasTheUsualOne(String endpoint, String uri) {
    assertEquals(URI.create(uri), Upstream.of(URI.create(endpoint)).uri("/a/b"));
  }

  @Test
  void boundsCanBeSet() {
    assertEquals(Duration.ofSeconds(3), UPSTREAM.deadline());
    assertEquals(1_048_576, UPSTREAM.answerBytesMax());
    Upstream other =
        UPSTREAM
            .withDeadline(Duration.ofMillis(1))
            .withAnswerBytesMax(1_024)
            .withDeadline(Duration.ofMinutes(10));
    assertEquals(Duration.ofMinutes(10), other.deadline());
    assertEquals(1_024, other.answerBytesMax());
    assertEquals(1 << 28, other.withAnswerBytesMax(1 << 28).answerBytesMax());
    for (String wrong : new String[] {"PT0S", "PT0.0009S", "PT-1S", "PT10M0.001S"}) {
      Duration deadline = Duration.parse(wrong);
      assertThrows(IllegalArgumentException.class, () -> UPSTREAM.withDeadline(deadline));
    }
    for (int wrong : new int[] {-1, 0, 1_023, (1 << 28) + 1}) {
      assertThrows(IllegalArgumentException.class, () -> UPSTREAM.withAnswerBytesMax(wrong));
    }
  }

  @Test
  void textDoesNotTellWhereItIs() {
    assertEquals("an upstream within PT3S and 1048576 bytes", UPSTREAM.toString());
  }

  @Test
  void keyIsWhatItWasMadeOf() {
    byte[] bytes = "~!aZ09".getBytes(UTF_8);
    ApiKey key = ApiKey.of(bytes);
    bytes[0] = 'x';
    assertEquals("~!aZ09", key.text());
    assertEquals("~!aZ09", ApiKey.of("~!aZ09".toCharArray()).text());
    assertEquals("an API key", key.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "tab\t", "é", "Ā", "\u0141", "del\u007f"})
  void whatCannotBeAKeyIsRefusedWithoutTellingIt(String text) {
    for (Runnable making :
        new Runnable[] {
          () -> ApiKey.of(text.toCharArray()), () -> ApiKey.of(text.getBytes(UTF_8))
        }) {
      String message = assertThrows(IllegalArgumentException.class, making::run).getMessage();
      assertTrue(text.isBlank() || !message.contains(text), message);
    }
  }

  @Test
  void keyHasAtMost512Bytes() {
    assertEquals(512, ApiKey.of("a".repeat(512).toCharArray()).text().length());
    char[] longer = "a".repeat(513).toCharArray();
    assertThrows(IllegalArgumentException.class, () -> ApiKey.of(longer));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "10, 10",
    "100, 100",
    "1e-7, 0.0000001",
    "-1.5E-10, -0.00000000015",
    "12345678.5, 12345678.5",
    "0.1, 0.1",
    "-118.445127, -118.445127",
    "4.9E-324, 4.9E-324"
  })
  void decimalsHaveNoExponent(double value, String text) {
    String printed = PlainDecimal.of(value);
    assertFalse(printed.contains("E"));
    assertEquals(Double.parseDouble(text), Double.parseDouble(printed));
    if (!text.contains("E")) {
      assertEquals(text, printed);
    }
  }
}
