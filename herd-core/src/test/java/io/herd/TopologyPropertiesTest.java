package io.herd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Topology.Relation;
import io.herd.protocol.ServerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a topology says of itself, against brute force on random graphs. */
final class TopologyPropertiesTest {

  private static List<Relation> relations(RandomGenerator random) {
    int servers = random.nextInt(2, 9);
    List<Relation> relations = new ArrayList<>();
    for (int i = random.nextInt(3 * servers); i >= 0; i--) {
      int one = random.nextInt(servers);
      int other = random.nextInt(servers);
      if (one != other) {
        relations.add(Relation.of(ServerId.of("s" + one), ServerId.of("s" + other)));
      }
    }
    return relations;
  }

  private static Topology topology(List<Relation> relations) {
    Topology.Builder builder = Topology.builder().server(ServerId.of("s0"));
    for (Relation relation : relations) {
      builder.server(relation.first()).server(relation.second());
      builder.relation(relation.first(), relation.second());
    }
    return builder.build();
  }

  /**
   * The distances between all servers (Floyd and Warshall); the count of servers where no way is.
   */
  private static int[][] distances(Topology herd) {
    List<ServerId> servers = List.copyOf(herd.servers());
    int count = servers.size();
    int[][] distances = new int[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        boolean near = herd.neighbours(servers.get(i)).contains(servers.get(j));
        distances[i][j] = i == j ? 0 : near ? 1 : count;
      }
    }
    for (int via = 0; via < count; via++) {
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          int way = distances[i][via] + distances[via][j];
          distances[i][j] = Math.min(distances[i][j], way);
        }
      }
    }
    return distances;
  }

  private static int longest(int[][] distances) {
    int longest = 0;
    for (int[] row : distances) {
      for (int distance : row) {
        longest = Math.max(longest, distance);
      }
    }
    return longest;
  }

  @Test
  void diameterIsTheLongestOfTheShortestWays() {
    Seeds.eachList(
        2_000,
        TopologyPropertiesTest::relations,
        relations -> {
          Topology herd = topology(relations);
          int longest = longest(distances(herd));
          assertEquals(longest < herd.servers().size(), herd.isConnected());
          if (herd.isConnected()) {
            assertEquals(longest, herd.diameter());
          }
        });
  }

  @Test
  void componentsAreTheServersWithAWayBetweenThem() {
    Seeds.eachList(
        1_000,
        TopologyPropertiesTest::relations,
        relations -> {
          Topology herd = topology(relations);
          List<ServerId> servers = List.copyOf(herd.servers());
          int[][] distances = distances(herd);
          for (int i = 0; i < servers.size(); i++) {
            for (int j = 0; j < i; j++) {
              List<ServerId> both = List.of(servers.get(i), servers.get(j));
              boolean together =
                  herd.components().stream().anyMatch(part -> part.containsAll(both));
              assertEquals(distances[i][j] < servers.size(), together);
            }
          }
        });
  }

  /** Floods one update by the rule that whoever has it new passes it on to all but the sender. */
  private static int messages(Topology herd, ServerId start) {
    record Message(ServerId from, ServerId to) {}
    Deque<Message> onTheWay = new ArrayDeque<>();
    Set<ServerId> know = new HashSet<>(Set.of(start));
    herd.neighbours(start).forEach(to -> onTheWay.add(new Message(start, to)));
    int sent = 0;
    while (!onTheWay.isEmpty()) {
      Message message = onTheWay.remove();
      sent++;
      if (know.add(message.to())) {
        for (ServerId next : herd.neighbours(message.to())) {
          if (!next.equals(message.from())) {
            onTheWay.add(new Message(message.to(), next));
          }
        }
      }
    }
    return sent;
  }

  @Test
  void messagesOfAnUpdateAreThoseOfFloodingIt() {
    Seeds.eachList(
        1_000,
        TopologyPropertiesTest::relations,
        relations -> {
          Topology herd = topology(relations);
          if (herd.isConnected()) {
            for (ServerId start : herd.servers()) {
              assertEquals(messages(herd, start), herd.messagesFlooding());
            }
            assertEquals(herd.servers().size() - 1, herd.messagesTree());
            assertTrue(herd.messagesTree() <= herd.messagesFlooding());
          }
        });
  }

  @Test
  void orderInWhichRelationsAreGivenMakesNoDifference() {
    Seeds.eachList(
        300,
        TopologyPropertiesTest::relations,
        relations -> {
          List<Relation> shuffled = new ArrayList<>(relations);
          Collections.shuffle(shuffled, new Random(relations.size()));
          assertEquals(topology(relations), topology(shuffled));
          assertEquals(topology(relations).toString(), topology(shuffled).toString());
        });
  }
}
