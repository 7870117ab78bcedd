package io.herd.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Limits;
import io.herd.spi.PlacesQuery;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * A client in no hurry and one that writes in pieces, reads now and then and gets its places out of
 * order are answered the same, byte for byte. {@code -Dherd.seeds=N} sets how many seeds, {@code
 * -Dherd.seed=N} replays one.
 */
final class ClientSwarmTest {

  private static final String[] PARTS = {
    "IAMAT",
    "WHATSAT",
    "AT",
    "HELLO",
    "kiwi",
    "a",
    "b",
    "+1-1",
    "-90.0+180.",
    "+91-1",
    "10",
    "5",
    "20",
    "0",
    "50.1",
    "-1",
    "1767225600",
    "1767225601.5",
    "0",
    "nan",
    "\u00ff\0"
  };
  private static final String[] SPACES = {" ", "  ", "\t", "\r", "\f", "\u000b", " \r"};

  @Test
  void answersDoNotDependOnPiecesPausesOrTheOrderOfPlaces() {
    EachSeed.run(300, ClientSwarmTest::run);
  }

  private static void run(RandomGenerator random) {
    String input = input(random);
    LoneNode calm =
        new LoneNode(
            setup -> {
              setup.places = query -> CompletableFuture.completedFuture(body(query));
              setup.limits = Limits.builder().lineBytes(200).build();
            });
    String expected = calm.client().write(input).end().received();
    assertEquals(expected, restless(random, input));
  }

  private static byte[] body(PlacesQuery query) {
    String line = query + "\n\n\n";
    return line.repeat(1 + query.resultsMax()).getBytes(UTF_8);
  }

  private static String restless(RandomGenerator random, String input) {
    HeldPlaces places = new HeldPlaces();
    LoneNode node =
        LoneNode.withLimits(
            limits ->
                limits
                    .lineBytes(200)
                    .pipelined(random.nextInt(1, 8))
                    .clientOutboxBytes(random.nextInt(1, 3_000)),
            places);
    ScriptedClient client = node.client();
    int at = 0;
    while (at < input.length()) {
      int end = Math.min(input.length(), at + random.nextInt(1, 120));
      client.write(input.substring(at, end));
      at = end;
      disturb(random, node, client, places);
    }
    client.end();
    for (int i = 0; i < 10_000 && !client.isClosed(); i++) {
      disturb(random, node, client, places);
    }
    assertTrue(client.isClosed(), "everything is answered in the end");
    return client.received();
  }

  private static void disturb(
      RandomGenerator random, LoneNode node, ScriptedClient client, HeldPlaces places) {
    switch (random.nextInt(4)) {
      case 0 -> client.stopReading();
      case 1 -> client.readOn();
      default -> {
        if (!places.answers.isEmpty()) {
          int question = random.nextInt(places.answers.size());
          places.answers.get(question).complete(body(places.queries.get(question)));
          node.pass(0);
        }
      }
    }
  }

  private static String input(RandomGenerator random) {
    StringBuilder input = new StringBuilder();
    for (int lines = random.nextInt(60); lines > 0; lines--) {
      switch (random.nextInt(8)) {
        case 0, 1 -> input.append("IAMAT kiwi +1-1 17672256").append(random.nextInt(100));
        case 2, 3, 4 -> input.append("WHATSAT kiwi 10 ").append(random.nextInt(21));
        case 5 -> input.append("x".repeat(random.nextInt(100) == 0 ? 300 : random.nextInt(190)));
        default -> parts(random, input);
      }
      input.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
    }
    input.setLength(random.nextBoolean() || input.isEmpty() ? input.length() : input.length() - 1);
    return input.toString();
  }

  private static void parts(RandomGenerator random, StringBuilder input) {
    for (int fields = random.nextInt(6); fields > 0; fields--) {
      input.append(PARTS[random.nextInt(PARTS.length)]);
      input.append(SPACES[random.nextInt(SPACES.length)]);
    }
  }
}
