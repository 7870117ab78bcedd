package io.herd.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultLineTest {

  @Test
  void resultIsOneLineOfJson() {
    ResultLine line =
        new ResultLine("a\"b", "c\\d")
            .parameter("e", "f\ng")
            .parameter("h", true)
            .parameter("i", 7)
            .figure("whole", 3_000_000_000.0)
            .figure("part", 2.5);
    line.error("first");
    assertEquals(
        "{\"benchmark\":\"a\\\"b\",\"subject\":\"c\\\\d\","
            + "\"parameters\":{\"e\":\"f\\u000ag\",\"h\":true,\"i\":7},"
            + "\"figures\":{\"whole\":3000000000,\"part\":2.5000},"
            + "\"errors\":1,\"problems\":[\"first\"]}",
        line.toString());
  }

  @Test
  void whatWasSkippedHasNoFigures() {
    assertEquals(
        "{\"benchmark\":\"a\",\"subject\":\"b\",\"parameters\":{},\"skipped\":\"why\"}",
        new ResultLine("a", "b").figure("c", 1).skipped("why").toString());
  }

  @Test
  void allErrorsAreCountedAndTheFirstAreTold() {
    ResultLine line = new ResultLine("a", "b").errors(1_000, List.of("1", "2", "3", "4"));
    line.error("5");
    line.error("6");
    assertTrue(
        line.toString().endsWith("\"errors\":1002,\"problems\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}"),
        line.toString());
  }

  @Test
  void lineIsAppendedToTheFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("results");
    ResultLine one = new ResultLine("a", "b");
    ResultLine other = new ResultLine("a", "c");
    one.write(file);
    other.write(file);
    assertEquals(List.of(one.toString(), other.toString()), Files.readAllLines(file));
  }
}
