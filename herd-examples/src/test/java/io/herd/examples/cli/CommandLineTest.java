package io.herd.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  @TempDir Path directory;
  private String out = "";
  private String err = "";

  private int herd(String... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(outText));
    command.setErr(new PrintWriter(errText));
    int code = command.execute(args);
    out = outText.toString().replace("\r\n", "\n");
    err = errText.toString().replace("\r\n", "\n");
    return code;
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("herd.yaml"), text).toString();
  }

  @BeforeEach
  void noColours() {
    System.setProperty("picocli.ansi", "false");
  }

  @Test
  void withoutACommandTheUsageIsToldAndTheExitCodeIsTwo() {
    assertEquals(2, herd());
    assertTrue(err.startsWith("a command is missing\nUsage: herd"), err);
    assertEquals("", out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "demo",
        "send",
        "check",
        "herds",
        "fake-places",
        "keys",
        "sim",
        "scenarios",
        "completion"
      })
  void everyCommandHelps(String command) {
    assertEquals(0, herd(command, "--help"));
    assertTrue(out.contains("Usage: herd " + command), out);
    assertEquals(0, herd("help", command));
    assertTrue(out.contains("Usage: herd " + command), out);
    assertEquals(0, herd("--help"));
    assertTrue(out.contains("\n  " + command + " "), out);
  }

  @Test
  void helpFitsEightyColumns() {
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      herd("help", command);
      assertTrue(out.lines().allMatch(line -> line.length() <= 80), out);
    }
  }

  @Test
  void versionIsTold() {
    assertEquals(0, herd("--version"));
    assertTrue(out.startsWith("herd "), out);
  }

  @Test
  void completionIsAScriptOfBash() {
    assertEquals(0, herd("completion"));
    assertTrue(out.startsWith("#!/usr/bin/env bash"), out);
    assertTrue(out.contains("complete -F _complete_herd"), out);
    assertTrue(out.contains("juzang"), "known herds are completed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "walk",
        "serve",
        "serve Clark --port x",
        "serve Clark --port 65536",
        "serve Clark --wire-log maybe",
        "serve Clark --herd bailey --config x",
        "serve Clrk",
        "serve Clark --config missing.yaml",
        "send",
        "check --herd baily",
        "check a --herd bailey",
        "check missing.yaml",
        "demo 1",
        "fake-places",
        "fake-places --kind yahoo",
        "fake-places --kind overpass --fault laziness",
        "fake-places --kind overpass --port 65536",
        "fake-places --kind overpass --places -1"
      })
  void wrongUseIsToldOnStandardErrorAndTheExitCodeIsTwo(String args) {
    assertEquals(2, herd(args.split(" ", -1)));
    assertFalse(err.isBlank());
    assertFalse(err.contains("Exception"), err);
    assertEquals("", out);
  }

  @Test
  void herdsAreListed() {
    assertEquals(0, herd("herds"));
    assertTrue(out.startsWith("bailey (default)\n"), out);
    assertTrue(out.contains("Clark      127.0.0.1:12003  talks with Bona, Jaquez\n"), out);
    assertEquals(7 * 6, out.lines().count());
  }

  @Test
  void theDefaultHerdIsWell() {
    assertEquals(0, herd("check"));
    assertEquals(
        """
        herd bailey: 5 servers, 6 relations
          connected                 yes
          diameter                  2 relations
          messages per update       8 when flooded
                                    4 along a tree
          single points of failure  none
          secret                    none
          places                    embedded
                                    towns, airports and heliports; show its credits (NOTICE)
        """,
        out);
  }

  @Test
  void aPlacesProviderThatCannotBeOpenedIsAFailure() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("herd.yaml"),
            """
            herd: x
            servers: {A: 127.0.0.1:1}
            places: {provider: google-legacy, key: {file: no.key}}
            """);
    assertEquals(1, herd("check", file.toString()));
    assertTrue(out.contains("  places                    google-legacy\n"), out);
    assertTrue(out.contains("error: secret file "), out);
    assertTrue(out.contains("no.key cannot be read: NoSuchFileException\n"), out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--key=%s", "--places-key %s", "--api-key=%s x", "--placesKey=%s"})
  void aKeyOnTheCommandLineIsRefusedAndNotRepeated(String option) {
    String key = "AIzaSyA-not-a-real-key";
    assertEquals(2, herd(("serve Clark " + option.formatted(key)).split(" ", -1)));
    assertTrue(err.startsWith("keys and secrets are not taken from the command line"), err);
    assertFalse(err.contains(key), err);
  }

  @Test
  void singlePointsOfFailureAreWarnings() {
    assertEquals(0, herd("check", "--herd", "parker"));
    assertTrue(out.contains("warning: the loss of server Parker parts the herd\n"), out);
    assertTrue(out.contains("warning: the loss of relation Hamilton with Parker parts"), out);
    assertTrue(out.contains("single points of failure  1 server, 1 relation\n"), out);
  }

  @Test
  void aHerdInPartsIsAFailure() throws IOException {
    String file = file("servers: {A: 127.0.0.1:1, B: 127.0.0.1:2, C: 127.0.0.1:3}\n");
    Files.writeString(Path.of(file), "relations: {C: [A]}\n", StandardOpenOption.APPEND);
    assertEquals(1, herd("check", file));
    assertTrue(out.contains("error: the herd is in 2 parts:\n  A, C\n  B\n"), out);
  }

  @Test
  void serversElsewhereWithoutASecretAreAFailure() throws IOException {
    String servers = "servers: {A: 192.0.2.1:1}\n";
    assertEquals(1, herd("check", file(servers)));
    assertTrue(out.contains("error: A is at 192.0.2.1:1: that needs a secret"), out);
    assertEquals(0, herd("check", file(servers + "secret: {environment: HERD_SECRET}\n")));
  }

  @Test
  void problemsOfAFileAreToldOnePerLine() throws IOException {
    String file = file("servers: {A: 127.0.0.1:0}\nherdd: x\n");
    assertEquals(2, herd("check", file));
    assertEquals("", out);
    assertEquals(2, err.lines().count(), err);
    assertTrue(err.startsWith(file + ":1: servers.A: is 0, must be 1..65535\n"), err);
  }

  @Test
  void aSecretThatOthersMayReadKeepsAServerFromStarting() throws IOException {
    Path secret = Files.writeString(directory.resolve("herd.secret"), "0123456789abcdef");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    String file = file("servers: {A: 127.0.0.1:1}\nsecret: {file: herd.secret}\n");
    assertEquals(2, herd("serve", "A", "--config", file, "--wire-log", "off"));
    assertTrue(err.contains("must be for its owner alone: chmod 600"), err);
    assertFalse(err.contains("0123456789abcdef"), err);
  }

  @Test
  void aServerElsewhereWithoutASecretIsRefusedInOneLine() throws IOException {
    String file = file("servers: {A: 127.0.0.1:1, B: 192.0.2.1:1}\nrelations: {A: [B]}\n");
    assertEquals(2, herd("serve", "A", "--port", "0", "--config", file, "--wire-log", "off"));
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.contains("without a secret"), err);
  }

  @Test
  void keysAreMadeOnceAndTheirFileIsForItsOwnerAlone() throws IOException {
    Path file = directory.resolve("Clark.sign.pem");
    assertEquals(0, herd("keys", "Clark", "--out", file.toString()));
    assertTrue(out.matches("Clark: [A-Za-z0-9+/=]{60}\n"), out);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    byte[] pem = Files.readAllBytes(file);
    OriginKeys.of(
        ServerId.of("Clark"),
        OriginKeys.privateKey(pem),
        Map.of(ServerId.of("Clark"), OriginKeys.publicKey(out.strip().split(" ")[1])));
    assertEquals(1, herd("keys", "Clark", "--out", file.toString()));
    assertEquals("herd: " + file + " is there already\n", err);
    assertArrayEquals(pem, Files.readAllBytes(file));
    assertEquals(2, herd("keys", "a/b"));
  }
}
