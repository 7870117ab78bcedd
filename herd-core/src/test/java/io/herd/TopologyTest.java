package io.herd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Topology.Relation;
import io.herd.protocol.ServerId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TopologyTest {

  /** Builds a topology from {@code "A B C: A-B B-C"}. */
  private static Topology topology(String text) {
    String[] parts = text.split(":", -1);
    Topology.Builder builder = Topology.builder();
    for (String server : words(parts[0])) {
      builder.server(ServerId.of(server));
    }
    for (String relation : words(parts[1])) {
      String[] ends = relation.split("-", -1);
      builder.relation(ServerId.of(ends[0]), ServerId.of(ends[1]));
    }
    return builder.build();
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +", -1));
  }

  private static String text(Collection<?> values) {
    return String.join(" ", values.stream().map(Object::toString).toList());
  }

  private static final String BAILEY =
      "Bailey Bona Campbell Clark Jaquez: "
          + "Clark-Jaquez Clark-Bona Campbell-Bailey Campbell-Bona Campbell-Jaquez Bona-Bailey";

  @Test
  void neighboursAreSeenFromBothSides() {
    Topology herd = topology(BAILEY);
    assertEquals("Bailey Campbell Clark", text(herd.neighbours(ServerId.of("Bona"))));
    assertEquals("Campbell Clark", text(herd.neighbours(ServerId.of("Jaquez"))));
    assertEquals("Bailey Bona Campbell Clark Jaquez", text(herd.servers()));
    assertEquals(6, herd.relations().size());
  }

  @Test
  void aHerdWithTwoWaysEverywhereHasNoSinglePointOfFailure() {
    Topology herd = topology(BAILEY);
    assertTrue(herd.isConnected());
    assertEquals("", text(herd.singlePointsOfFailure()));
    assertEquals("", text(herd.bridges()));
    assertEquals(2, herd.diameter());
    assertEquals(2 * 6 - 4, herd.messagesFlooding());
    assertEquals(4, herd.messagesTree());
  }

  @Test
  void everyInnerServerAndEveryLinkOfAChainIsASinglePointOfFailure() {
    Topology chain = topology("A B C D: A-B B-C C-D");
    assertEquals("B C", text(chain.singlePointsOfFailure()));
    assertEquals("A-B B-C C-D", text(chain.bridges()));
    assertEquals(3, chain.diameter());
    assertEquals(chain.messagesTree(), chain.messagesFlooding());
  }

  @Test
  void theServerBetweenTwoRingsIsASinglePointOfFailureWithoutABridge() {
    Topology bow = topology("A B C D E: A-B B-C C-A C-D D-E E-C");
    assertEquals("C", text(bow.singlePointsOfFailure()));
    assertEquals("", text(bow.bridges()));
  }

  @Test
  void componentsAreToldApart() {
    Topology herd = topology("A B C D E: D-A B-E");
    assertFalse(herd.isConnected());
    assertEquals("[[A, D], [B, E], [C]]", herd.components().toString());
  }

  @Test
  void aTopologyInPartsHasNoDiameterAndNoMessages() {
    Topology herd = topology("A B:");
    assertEquals(
        "diameter of a topology in 2 parts, must be connected",
        assertThrows(IllegalStateException.class, herd::diameter).getMessage());
    assertThrows(IllegalStateException.class, herd::messagesFlooding);
    assertThrows(IllegalStateException.class, herd::messagesTree);
  }

  @Test
  void aSingleServerIsAHerd() {
    Topology herd = topology("A:");
    assertTrue(herd.isConnected());
    assertEquals(0, herd.diameter());
    assertEquals(0, herd.messagesFlooding());
    assertEquals(0, herd.messagesTree());
    assertEquals("", text(herd.singlePointsOfFailure()));
  }

  @Test
  void aRelationToAnUnknownServerIsRefused() {
    assertEquals(
        "server C is not in the topology, must be one of [A, B]",
        assertThrows(IllegalArgumentException.class, () -> topology("A B: A-C")).getMessage());
    assertThrows(IllegalArgumentException.class, () -> topology("A B: C-A"));
  }

  @Test
  void aRelationToItselfIsRefused() {
    assertEquals(
        "server A is related to itself, must be to another one",
        assertThrows(IllegalArgumentException.class, () -> topology("A B: A-A")).getMessage());
  }

  @Test
  void aTopologyWithoutServersIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Topology.builder().build());
  }

  @Test
  void neighboursOfAnUnknownServerAreRefused() {
    Topology herd = topology("A:");
    assertThrows(IllegalArgumentException.class, () -> herd.neighbours(ServerId.of("B")));
  }

  @Test
  void aRelationGivenTwiceCountsOnce() {
    Topology once = topology("A B: A-B");
    Topology twice = topology("A B: A-B B-A A-B");
    assertEquals(once, twice);
    assertEquals(once.hashCode(), twice.hashCode());
    assertNotEquals(once, topology("A B:"));
  }

  @Test
  void aRelationIsSortedByName() {
    assertEquals(new Relation(ServerId.of("A"), ServerId.of("B")), relation("B", "A"));
    assertThrows(
        IllegalArgumentException.class, () -> new Relation(ServerId.of("B"), ServerId.of("A")));
  }

  @Test
  void whatTheBuilderDoesLaterDoesNotChangeATopology() {
    Topology.Builder builder = Topology.builder().server(ServerId.of("A"));
    Topology before = builder.build();
    builder.server(ServerId.of("B")).relation(ServerId.of("A"), ServerId.of("B"));
    assertEquals("A", text(before.servers()));
    assertThrows(UnsupportedOperationException.class, () -> before.servers().clear());
    assertThrows(UnsupportedOperationException.class, () -> before.relations().clear());
  }

  @Test
  void aLongChainDoesNotOverflowTheStack() {
    Topology.Builder builder = Topology.builder();
    for (int i = 0; i < 5_000; i++) {
      builder.server(ServerId.of("s" + i));
      if (i > 0) {
        builder.relation(ServerId.of("s" + (i - 1)), ServerId.of("s" + i));
      }
    }
    assertEquals(4_998, builder.build().singlePointsOfFailure().size());
  }

  /** Compares with the definitions: take it away, and see whether something falls apart. */
  @Test
  void weakPointsOfRandomTopologiesAreThoseWhoseLossParts() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(9);
      Topology.Builder builder = Topology.builder();
      for (int i = 0; i < count; i++) {
        builder.server(server(i));
      }
      for (int i = random.nextInt(2 * count); i > 0; i--) {
        int one = random.nextInt(count);
        int other = random.nextInt(count);
        if (one != other) {
          builder.relation(server(one), server(other));
        }
      }
      Topology herd = builder.build();
      String replay = "seed " + seed + ": " + herd;
      SortedSet<ServerId> points = new TreeSet<>();
      for (ServerId server : herd.servers()) {
        int left = herd.neighbours(server).isEmpty() ? 1 : 0;
        if (parts(herd, Set.of(server), Set.of()) + left > herd.components().size()) {
          points.add(server);
        }
      }
      SortedSet<Relation> bridges = new TreeSet<>();
      for (Relation relation : herd.relations()) {
        if (parts(herd, Set.of(), Set.of(relation)) > herd.components().size()) {
          bridges.add(relation);
        }
      }
      assertEquals(parts(herd, Set.of(), Set.of()), herd.components().size(), replay);
      assertEquals(points, herd.singlePointsOfFailure(), replay);
      assertEquals(bridges, herd.bridges(), replay);
    }
  }

  private static int parts(Topology herd, Set<ServerId> without, Set<Relation> cut) {
    Set<ServerId> seen = new HashSet<>(without);
    int parts = 0;
    for (ServerId start : herd.servers()) {
      if (seen.add(start)) {
        parts++;
        Deque<ServerId> left = new ArrayDeque<>(List.of(start));
        while (!left.isEmpty()) {
          ServerId at = left.remove();
          for (ServerId to : herd.neighbours(at)) {
            if (!cut.contains(Relation.of(at, to)) && seen.add(to)) {
              left.add(to);
            }
          }
        }
      }
    }
    return parts;
  }

  private static ServerId server(int number) {
    return ServerId.of("s" + number);
  }

  private static Relation relation(String one, String other) {
    return Relation.of(ServerId.of(one), ServerId.of(other));
  }
}
