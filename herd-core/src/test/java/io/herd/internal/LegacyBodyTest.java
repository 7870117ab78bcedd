package io.herd.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.spi.PlacesException.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LegacyBodyTest {

  private static String copied(String body) {
    byte[] target = new byte[body.length() + 3];
    int end = LegacyBody.copyWithoutBlankLines(body.getBytes(UTF_8), target, 3);
    return new String(target, 3, end - 3, UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "n,''",
    "nn,''",
    "nnn,''",
    "a,a",
    "an,a",
    "annn,a",
    "na,na",
    "nna,na",
    "anb,anb",
    "annb,anb",
    "annnb,anb",
    "annbnncnn,anbnc",
    "annrnb,anrnb",
    "annrnn,anr"
  })
  void runsOfLineFeedsBecomeOneAndNoneIsLeftAtTheEnd(String body, String expected) {
    String lines = body.replace('n', '\n').replace('r', '\r');
    assertEquals(expected.replace('n', '\n').replace('r', '\r'), copied(lines));
  }

  @Test
  void copyAgreesWithTheRuleAsAPattern() {
    Seeds.each(
        3_000,
        random -> {
          StringBuilder body = new StringBuilder();
          for (int i = random.nextInt(20); i > 0; i--) {
            body.append("\n\n\nab\r".charAt(random.nextInt(6)));
          }
          String expected = body.toString().replaceAll("\n{2,}", "\n").replaceAll("\n+\\z", "");
          assertEquals(expected, copied(body.toString()));
        });
  }

  @Test
  void copyStaysBehindItsOffset() {
    assertEquals("", copied("\n\n"));
    byte[] target = {'\n', '\n', 'x', 'x'};
    assertEquals(2, LegacyBody.copyWithoutBlankLines(new byte[] {'\n', '\n'}, target, 2));
    assertEquals('\n', target[1]);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void failureHasItsStatusAndNoResults(Status status) {
    String body = new String(LegacyBody.failure(status), UTF_8);
    assertTrue(body.contains("\"status\" : \"" + status + "\""), body);
    assertTrue(body.contains("\"results\" : []"), body);
  }

  @Test
  void nothingIsZeroResults() {
    assertTrue(new String(LegacyBody.nothing(), UTF_8).contains("\"ZERO_RESULTS\""));
  }
}
