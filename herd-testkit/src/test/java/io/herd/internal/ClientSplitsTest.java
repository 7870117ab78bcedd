package io.herd.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What a client writes is answered as {@link ExpectedAnswers} says, whether it arrives in one
 * piece, in two, cut anywhere, in many, or byte by byte.
 */
final class ClientSplitsTest {

  private static final int LINE_BYTES = 64;
  private static final String[] IDS = {"kiwi", "a", "b\u00ff", "\0"};
  private static final String[] POSITIONS = {
    "+34.068930-118.445127", "+1-1", "-90.+180", "+.5-.5", "+90.0000001-1", "+1+", "1-1", "+1e1-1"
  };
  private static final String[] TIMES = {
    "1767225600", "1767225600.0000000009", "1767225660", "1767225661", "5", "-.5", "1e9", "+5."
  };
  private static final String[] RADII = {"10", "0", "50.0", "50.1", "-0", "+.5", "x"};
  private static final String[] BOUNDS = {"5", "0", "20", "21", "-0", "+7", "1.0"};
  private static final String[] SPACES = {" ", " ", " ", "  ", "\t", "\r", "\f\u000b"};

  private static String script(RandomGenerator random) {
    StringBuilder script = new StringBuilder();
    for (int lines = random.nextInt(1, 6); lines > 0; lines--) {
      String[] fields =
          switch (random.nextInt(10)) {
            case 0 -> new String[] {"x".repeat(random.nextInt(LINE_BYTES - 1, LINE_BYTES + 2))};
            case 1 -> new String[] {""};
            case 2 -> new String[] {"IAMAT", any(random, IDS), any(random, POSITIONS)};
            case 3, 4, 5 ->
                new String[] {"WHATSAT", any(random, IDS), any(random, RADII), any(random, BOUNDS)};
            default ->
                new String[] {
                  "IAMAT", any(random, IDS), any(random, POSITIONS), any(random, TIMES)
                };
          };
      script.append(random.nextInt(6) == 0 ? any(random, SPACES) : "");
      for (int i = 0; i < fields.length; i++) {
        script.append(i == 0 ? "" : any(random, SPACES)).append(fields[i]);
      }
      script.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
    }
    script.setLength(script.length() - random.nextInt(2));
    return script.toString();
  }

  private static String any(RandomGenerator random, String[] values) {
    return values[random.nextInt(values.length)];
  }

  private static void assertAnswered(String script, List<String> pieces) {
    LoneNode node =
        LoneNode.withLimits(
            limits -> limits.lineBytes(LINE_BYTES),
            query ->
                CompletableFuture.completedFuture(
                    ClientLinesFuzzTest.places(query).getBytes(UTF_8)));
    ScriptedClient client = node.client();
    pieces.forEach(client::write);
    client.end();
    assertEquals(
        new ExpectedAnswers(LINE_BYTES).to(script), client.received(), () -> "in pieces " + pieces);
    assertTrue(client.isClosed());
  }

  @Test
  void answersAreTheSameWhereverTheScriptIsCut() {
    EachSeed.run(
        100,
        random -> {
          String script = script(random);
          Fragments.of(script).forEach(pieces -> assertAnswered(script, pieces));
        });
  }

  @Test
  void answersAreTheSameInManyPieces() {
    EachSeed.run(
        2_000,
        random -> {
          String script = script(random);
          List<String> pieces = new ArrayList<>();
          int longest = random.nextInt(1, 30);
          for (int at = 0; at < script.length(); ) {
            int end = Math.min(script.length(), at + random.nextInt(1, longest + 1));
            pieces.add(script.substring(at, end));
            at = end;
          }
          assertAnswered(script, pieces);
        });
  }
}
