package io.herd.internal;

import static io.herd.internal.LoneNode.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdListener;
import io.herd.HerdStats.Count;
import io.herd.Limits;
import io.herd.Neighbour;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import io.herd.spi.LocationStore;
import io.herd.store.LogStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Plain reports, which are answered first and taken in later, some at a time. */
final class PlainReportsTest {

  private static final long NOW_SECONDS = 1_767_225_600;
  private static final int CLIENTS = 5;

  /** Between the fields of a report that is plain, and of one that is not and means the same. */
  private static final String PLAIN = " ";

  private static final String NOT_PLAIN = "  ";

  private static final List<Count> COUNTS =
      List.of(
          Count.REPORTS_KEPT,
          Count.REPORTS_UNCHANGED,
          Count.REPORTS_EXPIRED,
          Count.CLIENTS_REFUSED,
          Count.LINES_REFUSED,
          Count.QUERIES,
          Count.RECORDS_KEPT,
          Count.RECORDS_DUPLICATE,
          Count.RECORDS_SENT);

  /** A node that gets its reports in one of the two ways, and all that is seen of it. */
  private static final class Subject {
    final String space;
    final long timeToLive;
    final List<String> seen = new ArrayList<>();
    final List<CompletableFuture<byte[]>> questions = new ArrayList<>();
    final List<ScriptedClient> clients = new ArrayList<>();
    final ScriptedClient peer;
    final LoneNode node;

    Subject(String space, long timeToLive, int clientsMax) {
      this.space = space;
      this.timeToLive = timeToLive;
      node =
          new LoneNode(
              setup -> {
                setup.limits = Limits.builder().clients(clientsMax).build();
                setup.timing = new Timing(60 * SECOND, timeToLive, SECOND, SECOND, 0, 0);
                setup.neighbours.add(new Neighbour(ServerId.of("Bona"), null));
                setup.listener = listener();
                setup.places =
                    query -> {
                      CompletableFuture<byte[]> answer = new CompletableFuture<>();
                      questions.add(answer);
                      return answer;
                    };
              });
      peer = node.peer("Bona");
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(node.client());
      }
    }

    private HerdListener listener() {
      return new HerdListener() {
        @Override
        public void onReport(AtView kept, boolean acceptedHere) {
          seen.add(kept + (acceptedHere ? " here" : " there"));
        }

        @Override
        public void onRemoval(AtView kept, boolean acceptedHere) {
          seen.add(kept + " removed");
        }
      };
    }

    /** Much happens in one turn. */
    void turn(RandomGenerator random) {
      node.turn(
          () -> {
            for (int i = random.nextInt(30); i >= 0; i--) {
              step(random);
            }
          });
      // a question in flight lets later answers of its client wait
      for (int i = 0; i < questions.size(); i++) {
        CompletableFuture<byte[]> question = questions.get(i);
        if (random.nextInt(3) > 0) {
          node.turn(() -> question.complete("{}".getBytes(UTF_8)));
        }
      }
    }

    private void step(RandomGenerator random) {
      String id = id(random);
      switch (random.nextInt(24)) {
        case 0 -> seen.add("found " + node.core.local().find(id.getBytes(UTF_8)));
        case 1 -> seen.add("removed " + node.core.local().remove(id.getBytes(UTF_8)));
        case 2 -> seen.add(reported(report(random, " ")));
        case 3 -> seen.add("heads " + node.core.heads());
        case 4 -> peer.writeInTurn(record(random));
        case 5 -> peer.writeInTurn("HEADS Bona/b0:%d\n".formatted(random.nextInt(1, 9)));
        default -> {
          StringBuilder lines = new StringBuilder();
          for (int i = random.nextInt(random.nextBoolean() ? 2 : 50); i >= 0; i--) {
            lines.append(line(random)).append('\n');
          }
          clients.get(random.nextInt(CLIENTS)).writeInTurn(lines.toString());
        }
      }
    }

    private String reported(String line) {
      try {
        return "reported " + node.core.local().report(line.getBytes(UTF_8));
      } catch (IllegalArgumentException | IllegalStateException e) {
        return "refused " + line;
      }
    }

    private String line(RandomGenerator random) {
      return switch (random.nextInt(40)) {
        case 0 -> "WHATSAT " + id(random) + " 10 5";
        case 1 -> "IAMAT" + space + id(random) + space + "+91-1" + space + NOW_SECONDS;
        default -> report(random, space);
      };
    }

    private static String report(RandomGenerator random, String space) {
      String time = NOW_SECONDS - random.nextInt(20) + (random.nextBoolean() ? ".25" : "");
      return "IAMAT" + space + id(random) + space + "+34.068930-118.445127" + space + time;
    }

    private static String record(RandomGenerator random) {
      return "AT Bona +0.500000000 %s +1-1 %d b0 %d\n"
          .formatted(id(random), NOW_SECONDS - random.nextInt(20), random.nextInt(1, 9));
    }

    private static String id(RandomGenerator random) {
      return "client" + random.nextInt(60);
    }
  }

  @Test
  void plainReportsDoWhatOthersDoWhateverElseHappensInTheTurn() {
    boolean[] full = new boolean[1];
    EachSeed.run(
        200,
        random -> {
          long timeToLive = random.nextBoolean() ? 0 : 10 * SECOND;
          int clientsMax = random.nextInt(30, 100);
          Subject plain = new Subject(PLAIN, timeToLive, clientsMax);
          Subject other = new Subject(NOT_PLAIN, timeToLive, clientsMax);
          for (int turn = random.nextInt(6); turn >= 0; turn--) {
            long seed = random.nextLong();
            plain.turn(new SplittableRandom(seed));
            other.turn(new SplittableRandom(seed));
            assertEquals(other.seen, plain.seen);
            assertEquals(other.node.contents(), plain.node.contents());
            assertEquals(other.node.core.heads(), plain.node.core.heads());
            assertEquals(other.peer.answer(), plain.peer.answer());
            for (int i = 0; i < CLIENTS; i++) {
              String expected = other.clients.get(i).answer().replace(NOT_PLAIN, PLAIN);
              assertEquals(expected, plain.clients.get(i).answer());
            }
            for (Count count : COUNTS) {
              assertEquals(other.node.count(count), plain.node.count(count), count.toString());
            }
          }
          full[0] |= plain.node.count(Count.CLIENTS_REFUSED) > 0;
        });
    assertTrue(full[0]);
  }

  @Test
  void reportsOfManyConnectionsAreTakenInTogether() {
    List<Integer> expected = new ArrayList<>();
    LocationStore store = new LogStore(60 * SECOND, 1);
    InvocationHandler recorder =
        (proxy, method, arguments) -> {
          if (method.getName().equals("expect")) {
            expected.add((Integer) arguments[1]);
          }
          return method.invoke(store, arguments);
        };
    Class<?>[] types = {LocationStore.class};
    Object recording = Proxy.newProxyInstance(getClass().getClassLoader(), types, recorder);
    LoneNode node = new LoneNode(setup -> setup.store = (LocationStore) recording);
    ScriptedClient[] clients = new ScriptedClient[70];
    Arrays.setAll(clients, i -> node.client());
    node.turn(
        () -> {
          for (int i = 0; i < clients.length; i++) {
            clients[i].writeInTurn("IAMAT client" + i + " +1-1 " + NOW_SECONDS + "\n");
          }
        });
    assertEquals(List.of(32, 32, 6), expected);
    assertEquals(70, node.core.store().clients());
    for (int i = 0; i < clients.length; i++) {
      assertEquals(
          "AT Clark +0.000000000 client" + i + " +1-1 " + NOW_SECONDS + "\n", clients[i].answer());
    }
  }
}
