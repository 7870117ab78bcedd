package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.herd.auth.OriginKeys;
import io.herd.internal.SimulatedHerd.Accepted;
import io.herd.internal.SimulatedHerd.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Many herds, each with random relations, delays, cuts and crashes that lose memory. {@code
 * -Dherd.seeds=N} sets how many seeds, {@code -Dherd.seed=N} replays one.
 */
final class ReplicationSwarmTest {

  private static final long SECOND = 1_000_000_000L;
  private static final int SERVERS = 6;
  private static final int CLIENTS = 30;
  private static final int REPORTS = 400;

  @Test
  void headsKeepTheirPromiseAndHealedHerdsAgree() {
    runAll(Integer.getInteger("herd.seeds", 200), false);
  }

  @Test
  void signaturesChangeNothingOfThat() {
    runAll(Integer.getInteger("herd.seeds", 200) / 20, true);
  }

  @Test
  void treesChangeNothingOfThat() {
    trees = true;
    runAll(Integer.getInteger("herd.seeds", 200), false);
  }

  private static boolean trees;

  private static void runAll(int most, boolean signed) {
    Long one = Long.getLong("herd.seed");
    int seeds = one != null ? 1 : most;
    for (long seed = one != null ? one : 0, i = 0; i < seeds; i++, seed++) {
      try {
        run(seed, signed);
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed + " (replay: -Dherd.seed=" + seed + "): " + e.getMessage(), e);
      }
    }
  }

  private static void run(long seed, boolean signed) {
    SimulatedHerd herd = new SimulatedHerd(seed);
    for (int i = 0; signed && i < SERVERS; i++) {
      herd.keys.put(name(i), OriginKeys.generate());
    }
    RandomGenerator random = herd.random;
    double moving = 1;
    if (trees) {
      herd.policy = io.herd.flood.OriginTrees::new;
      herd.timing =
          new Timing(60 * SECOND, 0, SECOND, SECOND / 2, random.nextLong(2) * SECOND / 20, 0);
      moving = random.nextDouble();
    }
    double share = moving;
    herd.network.delays(1_000_000, random.nextLong(2_000_000, 300_000_000));
    List<String[]> relations = relations(herd, random);
    herd.members.values().forEach(Member::start);
    for (int i = 0; i < REPORTS; i++) {
      herd.simulation.after(random.nextLong(60 * SECOND), () -> report(herd, random, share));
    }
    int cuts = random.nextInt(25);
    for (int i = 0; i < cuts; i++) {
      String[] way = relations.get(random.nextInt(relations.size()));
      long at = random.nextLong(55 * SECOND);
      herd.simulation.after(at, () -> herd.network.cut(way[0], way[1]));
      herd.simulation.after(
          at + random.nextLong(8 * SECOND), () -> herd.network.mend(way[0], way[1]));
    }
    scheduleCrashes(herd, random);
    for (int second = 0; second < 62; second++) {
      herd.simulation.runFor(SECOND);
      herd.checkHeads();
    }
    herd.network.mendAll();
    herd.members.values().stream().filter(m -> !m.isUp()).forEach(Member::start);
    herd.simulation.runFor(30 * SECOND);
    herd.checkHeads();
    checkAgreement(herd);
  }

  private static void scheduleCrashes(SimulatedHerd herd, RandomGenerator random) {
    List<Member> all = new ArrayList<>(herd.members.values());
    int crashes = random.nextInt(6);
    for (int i = 0; i < crashes; i++) {
      Member member = all.get(random.nextInt(all.size()));
      long at = random.nextLong(5 * SECOND, 50 * SECOND);
      long back = at + random.nextLong(SECOND / 2, 8 * SECOND);
      herd.simulation.after(
          at,
          () -> {
            long up = all.stream().filter(Member::isUp).count();
            if (up > SERVERS / 2 && member.isUp()) {
              member.crash();
            }
          });
      herd.simulation.after(
          back,
          () -> {
            if (!member.isUp()) {
              member.start();
            }
          });
    }
  }

  private static List<String[]> relations(SimulatedHerd herd, RandomGenerator random) {
    boolean[][] related = new boolean[SERVERS][SERVERS];
    List<String[]> relations = new ArrayList<>();
    for (int i = 1; i < SERVERS; i++) {
      related[random.nextInt(i)][i] = true;
    }
    for (int extra = 0; extra < 4; extra++) {
      int a = random.nextInt(SERVERS - 1);
      related[a][random.nextInt(a + 1, SERVERS)] = true;
    }
    for (int a = 0; a < SERVERS; a++) {
      herd.member(name(a));
      for (int b = a + 1; b < SERVERS; b++) {
        if (related[a][b]) {
          herd.relate(name(a), name(b));
          relations.add(new String[] {name(a), name(b)});
        }
      }
    }
    return relations;
  }

  private static String name(int server) {
    return String.valueOf((char) ('A' + server));
  }

  private static void report(SimulatedHerd herd, RandomGenerator random, double moving) {
    List<Member> up = herd.members.values().stream().filter(Member::isUp).toList();
    Member member = up.get(random.nextInt(up.size()));
    int client = random.nextInt(CLIENTS);
    Member usual = herd.member(name(client % SERVERS));
    if (random.nextDouble() > moving && usual.isUp()) {
      member = usual;
    }
    long time = herd.now() + random.nextLong(-3 * SECOND, 3 * SECOND);
    member.report("client" + client, time);
  }

  private static void checkAgreement(SimulatedHerd herd) {
    Map<String, String> first = null;
    for (Member member : herd.members.values()) {
      Map<String, String> contents = member.contents();
      if (first == null) {
        first = contents;
      }
      assertEquals(first, contents, "the stores of A and " + member.name);
      assertTrue(
          member.stats().links().values().stream().allMatch(link -> link.up()),
          () -> "links of " + member.name + ": " + member.stats().links());
    }
    checkNothingInvented(herd, first);
  }

  private static void checkNothingInvented(SimulatedHerd herd, Map<String, String> contents) {
    Set<String> known = new HashSet<>();
    for (Accepted report : herd.accepted) {
      known.add(report.view().toString());
    }
    contents.values().forEach(line -> assertTrue(known.contains(line), line));
  }
}
