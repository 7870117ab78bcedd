package io.herd.examples.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.testkit.sim.Topologies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class DrawingTest {

  @TempDir Path directory;

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
  }

  @Test
  void everyServerIsACircleThatSaysWhenTheUpdateCame() throws Exception {
    Plan plan =
        Plan.of(Topologies.parse("grid:3x3", 7), Spread.TREES)
            .lasting(Duration.ofSeconds(10), Duration.ofSeconds(5));
    Document drawing = parsed(PropagationSvg.of(Experiment.run(plan)));
    var circles = drawing.getElementsByTagName("circle");
    assertEquals(9, circles.getLength());
    assertEquals("S1, after 0 ms", circles.item(0).getTextContent());
    assertEquals("S9, after 400 ms", circles.item(8).getTextContent());
  }

  @Test
  void everyBarHasItsFigure() throws Exception {
    int spreads = Spread.values().length;
    var group =
        new BarsSvg.Group(
            "<a>", Collections.nCopies(spreads, 12.5), Collections.nCopies(spreads, false));
    String drawing = BarsSvg.of("x & y", List.of(group));
    assertEquals("x & y", parsed(drawing).getElementsByTagName("title").item(0).getTextContent());
    assertEquals(spreads, drawing.split(">12.5<", -1).length - 1);
  }

  @Test
  void coloursGoFromDarkToLightAndNoFurther() {
    assertEquals("#440154", Svg.colour(-1));
    assertEquals("#440154", Svg.colour(0));
    assertEquals("#fde725", Svg.colour(1));
    assertEquals("#fde725", Svg.colour(2));
  }

  @Test
  void onlyWhatIsBetweenTheMarksIsReplaced() throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(page, "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n");
    MarkedText.replace(page, "x", "new\n");
    assertEquals("a\n<!-- begin x -->\nnew\n<!-- end x -->\nb\n", Files.readString(page));
    var missing = assertThrows(IOException.class, () -> MarkedText.replace(page, "y", ""));
    assertTrue(missing.getMessage().contains("<!-- begin y -->"), missing.getMessage());
  }

  @Test
  void everyPublishedPageHasTheMarksOfItsTables() throws IOException {
    for (String page : List.of("scenarios.md", "flooding-rules.md")) {
      String text = Files.readString(Path.of("..", "docs", page));
      for (String mark :
          List.of("begin healthy", "end healthy", "begin disturbed", "end disturbed")) {
        assertTrue(text.contains("<!-- " + mark + " -->\n"), page + ": " + mark);
      }
    }
  }

  @Test
  void scenariosHaveNamesOfTheirOwn() {
    for (List<Scenario> page :
        List.of(
            concat(Scenarios.healthy(), Scenarios.disturbed()),
            concat(RuleScenarios.healthy(), RuleScenarios.disturbed()))) {
      assertTrue(page.size() >= 8);
      assertEquals(page.size(), page.stream().map(Scenario::name).distinct().count());
    }
  }

  private static List<Scenario> concat(List<Scenario> one, List<Scenario> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
