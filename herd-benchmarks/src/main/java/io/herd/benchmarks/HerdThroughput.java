package io.herd.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.herd.HerdListener;
import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.auth.OriginKeys;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import io.herd.transport.nio.NioTransport;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * The default herd of five servers in one process over loopback TCP: reports of distinct clients go
 * to one server in one stream, and the time is taken until every server holds all of them.
 *
 * <p>Arguments: {@code clients rounds [signed]}; signed makes each server sign what it accepts.
 */
public final class HerdThroughput {

  private static final List<String> SERVERS =
      List.of("Bailey", "Bona", "Campbell", "Clark", "Jaquez");

  private static final String[][] RELATIONS = {
    {"Clark", "Jaquez"},
    {"Clark", "Bona"},
    {"Campbell", "Bailey"},
    {"Campbell", "Bona"},
    {"Campbell", "Jaquez"},
    {"Bona", "Bailey"},
  };

  private final Map<ServerId, KeyPair> keys = new HashMap<>();
  private final Map<String, HerdNode> nodes = new LinkedHashMap<>();
  private volatile CountDownLatch kept = new CountDownLatch(0);

  private HerdThroughput() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    HerdThroughput herd = new HerdThroughput();
    for (String name : args.length > 2 && args[2].equals("signed") ? SERVERS : List.<String>of()) {
      herd.keys.put(ServerId.of(name), OriginKeys.generate());
    }
    herd.start();
    int clients = Integer.parseInt(args[0]);
    for (int round = 1; round <= Integer.parseInt(args[1]); round++) {
      herd.measure(clients, round);
    }
    herd.nodes.values().forEach(HerdNode::close);
  }

  private void start() {
    for (String name : SERVERS) {
      HerdNodeBuilder builder =
          HerdNode.builder(ServerId.of(name))
              .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .transport(NioTransport.create())
              .listener(
                  new HerdListener() {
                    @Override
                    public void onReport(AtView report, boolean acceptedHere) {
                      kept.countDown();
                    }
                  });
      for (String[] relation : RELATIONS) {
        addNeighbour(builder, name, relation[0], relation[1]);
        addNeighbour(builder, name, relation[1], relation[0]);
      }
      if (!keys.isEmpty()) {
        builder.signatures(keysOf(ServerId.of(name)));
      }
      nodes.put(name, builder.start());
    }
  }

  private OriginKeys keysOf(ServerId server) {
    Map<ServerId, PublicKey> all = new HashMap<>();
    keys.forEach((name, pair) -> all.put(name, pair.getPublic()));
    return OriginKeys.of(server, Objects.requireNonNull(keys.get(server)).getPrivate(), all);
  }

  /** Whoever is started later knows the address of who was started before. */
  private void addNeighbour(HerdNodeBuilder builder, String name, String one, String other) {
    if (name.equals(one)) {
      HerdNode node = nodes.get(other);
      if (node == null) {
        builder.neighbour(ServerId.of(other));
      } else {
        builder.neighbour(ServerId.of(other), node.address());
      }
    }
  }

  private void measure(int clients, int round) throws IOException, InterruptedException {
    HerdNode clark = nodes.get("Clark");
    if (clark == null) {
      throw new IllegalStateException("the herd is not started");
    }
    kept = new CountDownLatch(clients * SERVERS.size());
    byte[] lines = lines(clients, round);
    long start = System.nanoTime();
    InetSocketAddress address = (InetSocketAddress) clark.address();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      Thread reader = new Thread(() -> drain(socket), "answers");
      reader.start();
      OutputStream out = socket.getOutputStream();
      out.write(lines);
      socket.shutdownOutput();
      reader.join();
      long answered = System.nanoTime();
      kept.await();
      long agreed = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "round %d: %,d clients, answered %,.0f/s, on all five servers %,.0f/s%n",
          round,
          clients,
          clients * 1e9 / (answered - start),
          clients * 1e9 / (agreed - start));
    }
  }

  private static void drain(Socket socket) {
    try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // only the end matters
      }
    } catch (IOException e) {
      throw new IllegalStateException("the server is gone", e);
    }
  }

  private static byte[] lines(int clients, int round) {
    StringBuilder lines = new StringBuilder(clients * 72);
    for (int i = 0; i < clients; i++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "IAMAT client%08d.example +34.068930-118.445127 %d.959498503%n",
              i,
              1_621_464_827 + round));
    }
    return lines.toString().getBytes(US_ASCII);
  }
}
