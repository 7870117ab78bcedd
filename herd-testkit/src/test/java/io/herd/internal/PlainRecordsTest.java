package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdStats.Count;
import io.herd.Neighbour;
import io.herd.protocol.ServerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Plain records, which are read out of the stream and merged some at a time. */
final class PlainRecordsTest {

  private static final long NOW_SECONDS = 1_767_225_600;

  /** Ten digits behind the point make a record one that is not plain, and change nothing else. */
  private static final String NOT_PLAIN = ".0000000000";

  /** So many bytes of a line are the same whether it is plain or not. */
  private static final int LINE_START = 20;

  private static final List<Count> COUNTS =
      List.of(
          Count.RECORDS_RECEIVED,
          Count.RECORDS_KEPT,
          Count.RECORDS_REFUSED,
          Count.RECORDS_DUPLICATE,
          Count.RECORDS_EXPIRED,
          Count.RECORDS_SENT);

  private static String any(RandomGenerator random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static LoneNode node(long timeToLive) {
    return new LoneNode(
        setup -> {
          setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
          setup.neighbours.add(new Neighbour(ServerId.of("Jaquez"), null));
          setup.members =
              Set.of("Clark", "Bona", "Jaquez", "Majikes").stream()
                  .map(ServerId::of)
                  .collect(Collectors.toSet());
          setup.timing = new Timing(60 * SECOND, timeToLive, SECOND, SECOND, 0, 0);
        });
  }

  private static String line(RandomGenerator random, String behindTime) {
    return switch (random.nextInt(20)) {
      case 0 -> "HEADS %s/b0:%d\n".formatted(any(random, "Bona", "Majikes"), random.nextInt(1, 9));
      case 1 -> "PING\n";
      default ->
          "AT %s %s %s %s %d%s %s %s\n"
              .formatted(
                  any(random, "Bona", "Bona", "Majikes", "Jaquez", "Clark", "Stranger"),
                  any(random, "+1.000000000", "-0.000000001", "+0.5", "+172345678.123456789"),
                  any(random, "kiwi", "pear", "fig", "a.much.longer.name"),
                  any(random, "+1-1", "+34.068930-118.445127", "-", "+91-1"),
                  NOW_SECONDS - random.nextInt(20),
                  behindTime,
                  any(random, "b0", "b0", "b0", "a1", "0b0", "x"),
                  any(random, "0", "1", "2", "3", "5", "8", "12345678901"));
    };
  }

  private static void write(ScriptedClient peer, List<String> lines, RandomGenerator random) {
    for (int at = 0; at < lines.size(); ) {
      int end = Math.min(lines.size(), at + random.nextInt(1, 80));
      String last = lines.get(end - 1);
      int cut = random.nextInt(Math.min(last.length(), LINE_START));
      peer.write(String.join("", lines.subList(at, end - 1)) + last.substring(0, cut));
      peer.write(last.substring(cut));
      at = end;
    }
  }

  private static List<String> asPlain(List<String> lines) {
    return lines.stream().map(line -> line.replace(NOT_PLAIN, "")).toList();
  }

  @Test
  void plainRecordsDoWhatOthersDo() {
    boolean[] kept = new boolean[1];
    EachSeed.run(
        300,
        random -> {
          long timeToLive = random.nextBoolean() ? 0 : 10 * SECOND;
          LoneNode plain = node(timeToLive);
          LoneNode other = node(timeToLive);
          ScriptedClient plainPeer = plain.peer("Bona");
          ScriptedClient otherPeer = other.peer("Bona");
          ScriptedClient plainNext = plain.peer("Jaquez");
          ScriptedClient otherNext = other.peer("Jaquez");
          long seed = random.nextLong();
          List<String> plainLines = new ArrayList<>();
          List<String> otherLines = new ArrayList<>();
          for (int i = random.nextInt(100); i >= 0; i--) {
            long line = random.nextLong();
            plainLines.add(line(new SplittableRandom(line), ""));
            otherLines.add(line(new SplittableRandom(line), NOT_PLAIN));
          }
          write(plainPeer, plainLines, new SplittableRandom(seed));
          write(otherPeer, otherLines, new SplittableRandom(seed));
          assertEquals(asPlain(other.contents()), plain.contents());
          assertEquals(other.core.heads(), plain.core.heads());
          for (Count count : COUNTS) {
            assertEquals(other.count(count), plain.count(count), count.toString());
          }
          assertEquals(otherNext.answer().replace(NOT_PLAIN, ""), plainNext.answer());
          kept[0] |= plain.count(Count.RECORDS_KEPT) > 3;
        });
    assertTrue(kept[0]);
  }
}
