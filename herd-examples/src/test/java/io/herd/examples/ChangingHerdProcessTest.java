package io.herd.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that follow their herd.yaml while clients are connected. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class ChangingHerdProcessTest {

  private static final String FIVE =
      "relations: {Clark: [Jaquez, Bona], Campbell: [Bailey, Bona, Jaquez], Bona: [Bailey]";
  private static final String MORE = "}\nplaces: {provider: none}\nsecret: {file: herd.secret}\n";
  private static final String FOLLOWED = "was changed and is in force";

  @TempDir Path directory;

  /**
   * Links that were ended on purpose: a machine that is too busy may be taken for a dead one, and
   * of two connections that two servers have dialled at the same time one is ended as a duplicate.
   */
  private static List<String> ended(HerdProcesses herd, String server) throws IOException {
    return herd.log(server).stream()
        .filter(line -> line.contains(" lost #"))
        .filter(line -> line.contains("said bye") || line.contains("no longer a neighbour"))
        .filter(line -> !line.contains("duplicate"))
        .toList();
  }

  @Test
  void sixthServerJoinsAndAnotherLeavesWhileClientsStayConnected() throws Exception {
    List<String> five = List.of("Bailey", "Bona", "Campbell", "Clark", "Jaquez");
    List<String> all = List.of("Adams", "Bailey", "Bona", "Campbell", "Clark", "Jaquez");
    try (HerdProcesses herd = new HerdProcesses(directory, all.toArray(new String[0]))) {
      herd.write("herd.secret", "a secret of sixteen bytes or more\n");
      String before = herd.servers(five.toArray(new String[0])) + FIVE + MORE;
      herd.write("herd.yaml", before);
      for (String server : five) {
        herd.start(server, "herd.yaml");
      }
      herd.assertTheyAllKnow(five, null);
      try (LineClient client = herd.connect("Clark")) {
        String line = client.ask("IAMAT kiwi +34.0-118.0 1520023934");

        herd.write(
            "herd.yaml",
            herd.servers(all.toArray(new String[0])) + FIVE + ", Adams: [Clark, Bailey]" + MORE);
        herd.start("Adams", "herd.yaml");
        for (String server : five) {
          herd.awaitError(server, FOLLOWED, 1);
        }
        herd.assertTheyAllKnow(all, null);
        try (LineClient ofNew = herd.connect("Adams")) {
          assertEquals(line, ofNew.ask("WHATSAT kiwi 1 0").lines().findFirst().orElseThrow());
        }

        List<String> remaining = List.of("Adams", "Bailey", "Bona", "Campbell", "Clark");
        herd.write(
            "herd.yaml",
            herd.servers(remaining.toArray(new String[0]))
                + "formerServers: [Jaquez]\n"
                + "relations: {Clark: [Bona, Adams], Campbell: [Bailey, Bona], Bona: [Bailey],"
                + " Adams: [Bailey]"
                + MORE);
        for (String server : List.of("Bailey", "Bona", "Campbell", "Clark")) {
          herd.awaitError(server, FOLLOWED, 2);
        }
        herd.awaitError("Jaquez", "it has no server Jaquez, which runs", 1);
        herd.stop("Jaquez");
        herd.assertTheyAllKnow(remaining, null);
        assertEquals("? x", client.ask("x"), "the client's connection has lived through it all");
      }
      assertEquals(List.of(), ended(herd, "Bona"));
      assertEquals(List.of(), ended(herd, "Bailey"));
      assertEquals(1, ended(herd, "Clark").size(), "the link with who has left");
    }
  }

  @Test
  void faultyFileIsRefusedWithTheReasonAndSecretsAreReplacedWithoutLosingALink() throws Exception {
    List<String> two = List.of("Bona", "Clark");
    try (HerdProcesses herd = new HerdProcesses(directory, "Bona", "Clark")) {
      String start = herd.servers("Bona", "Clark") + "relations: {Bona: [Clark]" + MORE;
      herd.write("herd.secret", "a secret of sixteen bytes or more\n");
      herd.write("next.secret", "another secret of sixteen bytes\n");
      herd.write("herd.yaml", start);
      for (String server : two) {
        herd.start(server, "herd.yaml");
      }
      herd.assertTheyAllKnow(two, null);

      herd.write("herd.yaml", start + "nonsense: 1\n");
      for (String server : two) {
        herd.awaitError(server, "refused, what was in force stays", 1);
        assertTrue(herd.errors(server).contains("nonsense: is not a field"), herd.errors(server));
      }
      herd.assertTheyAllKnow(two, null);

      herd.write("herd.yaml", start + "acceptedSecret: {file: next.secret}\n");
      await(herd, two, 1);
      String swapped =
          start.replace("herd.secret", "next.secret") + "acceptedSecret: {file: herd.secret}\n";
      herd.write("herd.yaml", swapped);
      await(herd, two, 2);
      herd.write("herd.yaml", start.replace("herd.secret", "next.secret"));
      await(herd, two, 3);
      herd.assertTheyAllKnow(two, null);
      assertEquals(List.of(), ended(herd, "Bona"));

      herd.stop("Clark");
      herd.start("Clark", "herd.yaml");
      herd.assertTheyAllKnow(two, null);
    }
  }

  private static void await(HerdProcesses herd, List<String> servers, int times) {
    servers.forEach(server -> herd.awaitError(server, FOLLOWED, times));
  }
}
