package io.herd.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Topology;
import io.herd.Topology.Relation;
import io.herd.protocol.ServerId;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopologiesTest {

  private static Topology topology(String name) {
    return Topologies.parse(name, 1).topology();
  }

  static List<String> examples() {
    return Topologies.examples();
  }

  @Test
  void theDefaultIsTheFiveServerHerd() {
    var relations = new TreeSet<String>();
    for (Relation relation : topology("default").relations()) {
      relations.add(relation.toString());
    }
    assertEquals(
        "[Bailey-Bona, Bailey-Campbell, Bona-Campbell, Bona-Clark, Campbell-Jaquez, Clark-Jaquez]",
        relations.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "full:5, 5, 10, 1",
    "ring:25, 25, 25, 12",
    "line:8, 8, 7, 7",
    "star:25, 25, 24, 2",
    "grid:5x5, 25, 40, 8",
    "grid:1x3, 3, 2, 2",
    "'circulant:25:1,5,7', 25, 75, 3",
    "regular:200:6, 200, 600, 5"
  })
  void serversRelationsAndDiameterAreThoseOfTheShape(
      String name, int servers, int relations, int diameter) {
    Topology topology = topology(name);
    assertEquals(servers, topology.servers().size());
    assertEquals(relations, topology.relations().size());
    assertEquals(diameter, topology.diameter());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsConnectedAndEveryServerHasAPlaceOfItsOwnOnTheSheet(String name) {
    PlacedTopology placed = Topologies.parse(name, 1);
    assertEquals(name, placed.name());
    assertTrue(placed.topology().isConnected());
    var places = new HashSet<>(placed.places().values());
    assertEquals(placed.topology().servers().size(), places.size());
    for (var place : places) {
      assertTrue(place.x() >= 0 && place.x() <= 1 && place.y() >= 0 && place.y() <= 1, "" + place);
    }
  }

  @Test
  void everyServerOfARegularTopologyHasAsManyNeighbours() {
    for (long seed = 0; seed < 20; seed++) {
      Topology topology = Topologies.parse("regular:20:5", seed).topology();
      for (ServerId server : topology.servers()) {
        assertEquals(5, topology.neighbours(server).size(), "seed " + seed);
      }
    }
  }

  @Test
  void theSeedAloneDecidesTheRandomRelations() {
    var one = Topologies.parse("regular:50:4", 1);
    assertEquals(one, Topologies.parse("regular:50:4", 1));
    assertNotEquals(one.topology(), Topologies.parse("regular:50:4", 2).topology());
    assertEquals(topology("grid:3x3"), Topologies.parse("grid:3x3", 2).topology());
  }

  @Test
  void zonesAreJoinedByTheirGatewaysOnly() {
    Topology topology = topology("zones:50x2:2");
    assertEquals(100, topology.servers().size());
    var between = new TreeSet<String>();
    for (Relation relation : topology.relations()) {
      if (relation.first().toString().charAt(0) != relation.second().toString().charAt(0)) {
        between.add(relation.toString());
      }
    }
    assertEquals("[A01-B01, A26-B26]", between.toString());
    assertTrue(topology.bridges().isEmpty());
  }

  @Test
  void zonesMoreThanTwoStandInARing() {
    Topology topology = topology("zones:4x3:1");
    assertTrue(topology.relations().contains(Relation.of(ServerId.of("A1"), ServerId.of("B1"))));
    assertTrue(topology.relations().contains(Relation.of(ServerId.of("C1"), ServerId.of("A1"))));
    assertEquals(3 * 4 + 3, topology.relations().size());
  }

  @Test
  void aServerWithoutAPlaceIsRefused() {
    PlacedTopology placed = Topologies.parse("line:2", 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new PlacedTopology("x", topology("line:3"), placed.places()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tree:5 | must be one like default, full:5",
        "default:5 | must be default, with nothing behind it",
        "grid:5 | must be grid:ROWSxCOLUMNS, as in grid:5x5",
        "grid:0x5 | rows must be 1..2000",
        "grid:45x45 | servers must be 2..2000",
        "ring | must be ring:SERVERS, as in ring:25",
        "ring:2 | servers must be 3..2000",
        "ring:2001 | servers must be 3..2000",
        "ring:-3 | must be ring:SERVERS, as in ring:25",
        "ring:99999999999 | must be ring:SERVERS, as in ring:25",
        "circulant:25:25 | steps must be 1..24",
        "circulant:24:2,4 | the steps must connect all servers, and leave parts",
        "circulant:25: | must be circulant:SERVERS:STEPS, as in circulant:25:1,5,7",
        "regular:5:3 | servers times neighbours must be even",
        "regular:5:5 | neighbours must be 2..4",
        "zones:50x1:2 | zones must be 2..26",
        "zones:5x2:6 | gateways must be 1..5",
        "zones:1000x3:1 | servers must be 6..2000"
      })
  void aWrongNameIsToldWithTheRule(String name, String rule) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Topologies.parse(name, 1)).getMessage();
    assertTrue(refused.startsWith("topology is \"" + name + "\", "), refused);
    assertTrue(refused.contains(rule), refused);
    assertFalse(refused.contains("Exception"), refused);
  }
}
