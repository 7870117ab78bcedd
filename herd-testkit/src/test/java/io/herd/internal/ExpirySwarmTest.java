package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.herd.HerdStats.Count;
import io.herd.auth.OriginKeys;
import io.herd.flood.Flooding;
import io.herd.flood.OriginTrees;
import io.herd.internal.SimulatedHerd.Accepted;
import io.herd.internal.SimulatedHerd.Member;
import io.herd.protocol.AtRecord;
import io.herd.protocol.AtView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Herds whose clients report, are removed and expire, with cuts, crashes and clocks that differ.
 * {@code -Dherd.seeds=N} sets how many seeds, {@code -Dherd.seed=N} replays one.
 */
final class ExpirySwarmTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long TTL = 20 * SECOND;
  private static final int SERVERS = 4;
  private static final int CLIENTS = 20;

  /** One herd. */
  private static final class History {
    private final SimulatedHerd herd;
    private final RandomGenerator random;
    private final List<String> names = new ArrayList<>();

    History(long seed) {
      herd = new SimulatedHerd(seed);
      random = herd.random;
      herd.timing = new Timing(60 * SECOND, TTL, SECOND, SECOND, 0, 5 * SECOND);
      herd.policy = random.nextBoolean() ? new Flooding() : new OriginTrees();
      herd.network.delays(1_000_000, random.nextLong(2_000_000, 200_000_000));
      for (int i = 0; i < SERVERS; i++) {
        names.add(String.valueOf((char) ('A' + i)));
        herd.member(names.get(i));
        if (i > 0) {
          herd.relate(names.get(random.nextInt(i)), names.get(i));
        }
      }
      if (random.nextInt(10) == 0) {
        names.forEach(name -> herd.keys.put(name, OriginKeys.generate()));
      }
    }

    private void start(Member member) {
      member.start();
      herd.network.clock(member.name).offset(Duration.ofNanos(random.nextLong(-SECOND, SECOND)));
    }

    private Member anyUp() {
      List<Member> up = herd.members.values().stream().filter(Member::isUp).toList();
      return up.get(random.nextInt(up.size()));
    }

    private void happen() {
      String client = "client" + random.nextInt(CLIENTS);
      if (random.nextInt(5) == 0) {
        anyUp().remove(client);
      } else {
        anyUp().report(client, herd.now() + random.nextLong(-3 * SECOND, 3 * SECOND));
      }
    }

    void run() {
      herd.members.values().forEach(this::start);
      for (int i = 0; i < 200; i++) {
        herd.simulation.after(random.nextLong(60 * SECOND), this::happen);
      }
      herd.simulation.after(
          random.nextLong(20 * SECOND), () -> herd.network.cut(names.get(1), "A"));
      Member fragile = herd.member(names.get(random.nextInt(SERVERS)));
      herd.simulation.after(random.nextLong(30 * SECOND), fragile::crash);
      herd.simulation.after(random.nextLong(30 * SECOND, 45 * SECOND), () -> start(fragile));
      for (int second = 0; second < 62; second++) {
        herd.simulation.runFor(SECOND);
        herd.checkHeads();
      }
      herd.network.mendAll();
      herd.simulation.runFor(12 * SECOND);
      checkEach();
      for (Member member : herd.members.values()) {
        assertEquals(0, member.stats().count(Count.AUDIT_MISMATCHES), member.name);
      }
      herd.simulation.runFor(TTL);
      for (Member member : herd.members.values()) {
        assertEquals(Map.of(), member.contents(), member.name);
        assertEquals(0, member.stats().clients());
      }
    }

    /** Every client has the report that is expected, or none. */
    private void checkEach() {
      Map<String, AtView> newest = new HashMap<>();
      for (Accepted each : herd.accepted) {
        newest.merge(
            each.view().clientId(),
            each.view(),
            (one, other) -> one.compareTo(other, SimulatedHerd.MAX_FUTURE_NANOS) > 0 ? one : other);
      }
      newest.forEach(
          (client, last) -> {
            long end = last.effectiveNanos(SimulatedHerd.MAX_FUTURE_NANOS) + TTL;
            if (Math.abs(end - herd.now()) > SECOND) {
              boolean known = end > herd.now() && !last.isRemoval();
              herd.members.values().forEach(member -> check(member, client, known ? last : null));
            }
          });
    }

    private static void check(Member member, String client, @Nullable AtView expected) {
      AtRecord found = member.find(client);
      assertEquals(String.valueOf(expected), String.valueOf(found), member.name + ", " + client);
    }
  }

  @Test
  void serversAgreeOnWhoIsKnownButForTheMomentOfExpiry() {
    Long one = Long.getLong("herd.seed");
    long first = one != null ? one : 0;
    long seeds = one != null ? 1 : Integer.getInteger("herd.seeds", 200) / 2;
    for (long seed = first; seed < first + seeds; seed++) {
      try {
        new History(seed).run();
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed + " (replay: -Dherd.seed=" + seed + "): " + e.getMessage(), e);
      }
    }
    assertTrue(seeds > 0);
  }
}
