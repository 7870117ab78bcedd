package io.herd.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.benchmarks.ManualTransport.Caller;
import io.herd.protocol.ServerId;
import io.herd.spi.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a record of a neighbour costs in the core alone, without sockets: read, taken in, gone past
 * by the cursor of the link that it came over, and sent to so many other neighbours. The records
 * are of four servers by turns, as in a herd of five.
 *
 * <p>Arguments: {@code records a turn, clients, other neighbours, seconds}.
 */
public final class CoreRecords {

  private final ManualTransport transport = new ManualTransport();

  private CoreRecords() {}

  /** Measures and prints. */
  public static void main(String[] args) throws InterruptedException {
    new CoreRecords()
        .run(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    System.exit(0); // the node was never stopped
  }

  private void run(int records, int clients, int others, int seconds) throws InterruptedException {
    HerdNodeBuilder builder = HerdNode.builder(ServerId.of("Clark"));
    for (int i = 0; i <= others; i++) {
      builder.neighbour(name(i));
    }
    HerdNode node = transport.start(builder);
    List<Neighbour> neighbours = new ArrayList<>();
    for (int i = 0; i <= others; i++) {
      neighbours.add(new Neighbour(i));
    }
    RecordBatch batch = new RecordBatch(records, name(0).toString(), "Bona", "Campbell", "Jaquez");
    SplittableRandom random = new SplittableRandom(1);
    CpuWindows windows = new CpuWindows();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      ByteBuffer input = ByteBuffer.wrap(batch.bytes(), 0, batch.next(records, clients, random));
      windows.measure(records, () -> turn(neighbours, input));
      for (int i = 1; i <= others; i++) {
        if (neighbours.get(i).caller.take() < records * 50) {
          throw new IllegalStateException("records were not sent on");
        }
      }
    }
    if (node.stats().clients() < Math.min(clients, records)) {
      throw new IllegalStateException("records were not taken in");
    }
    System.out.printf(
        Locale.ROOT,
        "%d a turn, %,d clients, sent on to %d: %s%n",
        records,
        clients,
        others,
        windows.summary("record"));
  }

  private void turn(List<Neighbour> neighbours, ByteBuffer input) {
    Neighbour first = neighbours.get(0);
    first.handler.onData(first.caller, input);
    transport.runTasks();
    for (int i = 1; i < neighbours.size(); i++) {
      neighbours.get(i).say("PONG\n"); // all was read
    }
    transport.runTasks();
  }

  private static ServerId name(int neighbour) {
    return ServerId.of("Neighbour" + neighbour);
  }

  /** A server that says little itself. */
  private final class Neighbour {
    final Caller caller = new Caller();
    final ConnectionHandler handler = transport.open(caller);

    Neighbour(int number) {
      ServerId name = name(number);
      say("HELLO herd/1-1 herd " + name + " Clark b0 60000000000 0 unsigned c0ffee\n");
      say("PROOF -\nHAVE 0\n");
      transport.runTasks();
    }

    void say(String lines) {
      handler.onData(caller, ByteBuffer.wrap(lines.getBytes(US_ASCII)));
    }
  }
}
