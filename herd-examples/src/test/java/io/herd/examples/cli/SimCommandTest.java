package io.herd.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimCommandTest {

  @TempDir Path directory;
  private String out = "";
  private String err = "";

  private int sim(String... args) {
    List<String> all = new ArrayList<>(List.of("sim", "--warm-up", "5s", "--duration", "5s"));
    all.addAll(List.of(args));
    if (!all.contains("--svg")) {
      all.addAll(List.of("--svg", directory.resolve("a.svg").toString()));
    }
    return herd(all.toArray(String[]::new));
  }

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

  @Test
  void theTableIsPrintedAndTheDrawingWritten() throws Exception {
    assertEquals(0, sim("--topology", "grid:3x3", "--policy", "flood"));
    assertTrue(out.startsWith("grid:3x3, Herd, flooding, seed 7\n"), out);
    assertTrue(out.contains("\n  servers         9, 12 relations, diameter 4\n"), out);
    assertTrue(out.contains("\n  latency         median 200 ms, 99 % 400 ms, max 400 ms\n"), out);
    assertTrue(out.contains("\n  all equal       yes\n"), out);
    assertTrue(Files.readString(directory.resolve("a.svg")).startsWith("<svg "));
  }

  @Test
  void theSameSeedPrintsTheSame() {
    String[] options = {"--cut-every", "3s", "--jitter", "20ms", "--moving", "0.1"};
    sim(options);
    String first = out;
    sim(options);
    assertEquals(first, out);
    assertTrue(first.contains("messages take 100 ms to 120 ms"), first);
    assertTrue(first.contains("\n  healing "), first);
  }

  @Test
  void aHerdWhoseMessagesNeverEndIsAFailure() {
    assertEquals(1, sim("--policy", "ring"));
    assertTrue(
        out.contains("\n  endless         its messages never end by themselves, they were"), out);
  }

  @Test
  void aHerdThatDoesNotAgreeIsAFailure() {
    assertEquals(1, sim("--policy", "time-differs", "--topology", "line:3", "--cut-every", "3s"));
    assertTrue(out.contains("\n  all equal       no\n"), out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--topology | tree:5 | topology is \"tree:5\", must be one like default",
        "--policy | gossip | policy is \"gossip\", must be one of [flood, trees",
        "--latency | 5 | it is 5, must be a number and us, ms, s, m, h or d",
        "--reads | 1 | reads is 1.0, must be 0 or more and less than 1",
        "--cut-every | 2s | --cut-every is 2000 ms, must be more than 2 s",
        "--rate | fast | Invalid value for option '--rate'"
      })
  void wrongUseIsToldAndTheExitCodeIsTwo(String option, String value, String message) {
    assertEquals(2, sim(option, value));
    assertTrue(err.contains(message), err);
    assertFalse(err.contains("Exception"), err);
  }

  @Test
  void aDrawingThatCannotBeWrittenIsAFailure() {
    assertEquals(1, sim("--svg", directory.resolve("none/a.svg").toString()));
    assertTrue(err.contains("cannot be written"), err);
  }

  @Test
  void aScenarioIsMeasuredByItsName() {
    assertEquals(0, herd("scenarios", "--only", "ring of five"));
    assertEquals(5, out.lines().count(), out);
    assertTrue(out.startsWith("| ring of five | flood | "), out);
    assertTrue(out.lines().allMatch(line -> line.endsWith(" | yes |")), out);
  }
}
