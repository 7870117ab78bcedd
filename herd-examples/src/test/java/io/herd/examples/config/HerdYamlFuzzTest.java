package io.herd.examples.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;

/** What may stand in herd.yaml: a herd, or problems that are told with their lines. */
final class HerdYamlFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyTextIsAHerdOrHasProblems(byte[] input) {
    HerdConfig config;
    try {
      config = HerdYaml.parse("herd.yaml", new String(input, UTF_8), Path.of("/etc/herd"));
    } catch (ConfigException problems) {
      for (String problem : problems.getMessage().split("\n", -1)) {
        assertTrue(problem.matches("herd\\.yaml:[1-9][0-9]*: .+"), problem);
      }
      return;
    }
    assertEquals(config.topology().servers(), config.endpoints().keySet());
  }
}
