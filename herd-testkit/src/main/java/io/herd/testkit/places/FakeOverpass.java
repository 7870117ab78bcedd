package io.herd.testkit.places;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Overpass server: nodes and ways, farthest first, each with a name and tags. Immutable. */
final class FakeOverpass implements FakeService {

  private static final Pattern AROUND =
      Pattern.compile(
          "\\(around:(\\d+),(-?\\d+(?:\\.\\d+)?),(-?\\d+(?:\\.\\d+)?)\\)\\[name]\\[amenity]");
  private static final Pattern OUT = Pattern.compile("\\nout tags center qt (\\d+);");

  @Override
  public String path() {
    return "/api/interpreter";
  }

  @Override
  public FakeReply answer(FakeCall call, FakeWorld world) {
    String agent = call.header("user-agent");
    if (agent.isEmpty() || agent.startsWith("Java")) {
      return FakeReply.html(406);
    }
    String question = call.parameter("data");
    Matcher around = AROUND.matcher(question);
    Matcher out = OUT.matcher(question);
    if (!question.startsWith("[out:json][timeout:") || !around.find() || !out.find()) {
      return says(Fault.SAYS_INVALID, call);
    }
    List<FakePlace> places =
        new ArrayList<>(
            world.around(
                Double.parseDouble(around.group(2)),
                Double.parseDouble(around.group(3)),
                Integer.parseInt(around.group(1)),
                Integer.parseInt(out.group(1))));
    Collections.reverse(places);
    List<Object> elements = new ArrayList<>();
    places.forEach(place -> elements.add(element(place)));
    return FakeReply.json(200, JsonText.of(tree(elements), Layout.A));
  }

  private static Map<String, Object> tree(List<Object> elements) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", 0.6);
    tree.put("generator", "a fake");
    tree.put("elements", elements);
    return tree;
  }

  private static Map<String, Object> element(FakePlace place) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("type", place.isEven() ? "node" : "way");
    element.put("id", 1_000 + place.number());
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("lat", place.latitude());
    point.put("lon", place.longitude());
    Map<String, Object> tags = new LinkedHashMap<>();
    tags.put("name", place.name());
    if (place.isEven()) {
      element.putAll(point);
      tags.put("amenity", "cafe");
      tags.put("addr:street", "Fake Street");
      tags.put("addr:housenumber", Integer.toString(place.number()));
      tags.put("addr:city", "Town");
    } else {
      element.put("center", point);
      tags.put("leisure", "park");
    }
    element.put("tags", tags);
    return element;
  }

  @Override
  public FakeReply says(Fault fault, FakeCall call) {
    return switch (fault) {
      case SAYS_INVALID -> FakeReply.html(400);
      case SAYS_QUOTA -> FakeReply.html(429);
      case SAYS_DENIED, SAYS_NOT_ENABLED -> FakeReply.html(403);
      default -> {
        Map<String, Object> tree = tree(List.of());
        tree.put("remark", "runtime error: Query timed out on 203.0.113.7 after 11 seconds.");
        yield FakeReply.json(200, JsonText.of(tree, Layout.A));
      }
    };
  }
}
