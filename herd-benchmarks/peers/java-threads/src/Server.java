package threads;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server of the herd with a thread for each connection. Called with platform|virtual|loop NAME
 * PORT [NEIGHBOUR:PORT ...]; virtual threads need JDK 21, the loop takes no neighbours.
 * Thread-safe.
 */
final class Server {

  private static final int REDIAL_MILLIS = 50;

  private final String name;
  private final Records records;
  private final Map<String, Integer> neighbours;
  private final Executor threads;

  /** What is to be sent to each neighbour that is there. */
  private final ConcurrentMap<String, BlockingQueue<String>> links = new ConcurrentHashMap<>();

  private Server(String name, Map<String, Integer> neighbours, Executor threads) {
    this.name = name;
    this.records = new Records(name);
    this.neighbours = neighbours;
    this.threads = threads;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("loop")) {
      Loop.run(arguments[1], Integer.parseInt(arguments[2]));
      return;
    }
    Map<String, Integer> neighbours =
        Stream.of(arguments)
            .skip(3)
            .map(each -> each.split(":", 2))
            .collect(Collectors.toMap(each -> each[0], each -> Integer.valueOf(each[1])));
    Server server = new Server(arguments[1], neighbours, threads(arguments[0]));
    server.run(Integer.parseInt(arguments[2]));
  }

  /** The method for virtual threads is looked up, since this compiles for older Java too. */
  private static Executor threads(String kind) throws ReflectiveOperationException {
    return kind.equals("virtual")
        ? (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
        : Executors.newCachedThreadPool();
  }

  private void run(int port) throws IOException, InterruptedException {
    try (ServerSocket listener = new ServerSocket(port, 4096, InetAddress.getLoopbackAddress())) {
      CountDownLatch dialled = new CountDownLatch(neighbours.size());
      neighbours.forEach(
          (neighbour, at) -> threads.execute(() -> stayConnected(neighbour, at, dialled)));
      threads.execute(
          () -> {
            try {
              dialled.await();
              System.out.println("ready");
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
          });
      while (true) {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      }
    }
  }

  /** Tells all neighbours but the one it came from. */
  private void flood(String sender, String line) {
    links.forEach(
        (neighbour, queue) -> {
          if (!neighbour.equals(sender)) {
            queue.add(line);
          }
        });
  }

  /** Serves a connection made to us, by a client or a neighbour. */
  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      OutputStream answers = new BufferedOutputStream(socket.getOutputStream());
      Lines lines = new Lines(socket.getInputStream(), answers);
      String line = lines.next();
      String sender = sender(line == null ? "" : line);
      if (!sender.isEmpty()) {
        line = lines.next();
      }
      for (; line != null; line = lines.next()) {
        if (sender.isEmpty()) {
          String answer = records.answer(line, now(), news -> flood("", news));
          answers.write(answer.getBytes(ISO_8859_1));
        } else {
          records.merge(line, news -> flood(sender, news));
        }
      }
      answers.flush();
    } catch (IOException lost) {
      // The connection is lost, or a line is too long: it is closed.
    }
  }

  /** Which of the neighbours greets with this line, the first of a connection; empty if none. */
  private String sender(String line) {
    String greeting = line.startsWith("NEIGHBOUR ") ? line.substring("NEIGHBOUR ".length()) : "";
    return neighbours.containsKey(greeting) ? greeting : "";
  }

  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  private void stayConnected(String neighbour, int port, CountDownLatch dialled) {
    try {
      while (true) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.setTcpNoDelay(true);
          OutputStream link = socket.getOutputStream();
          link.write(("NEIGHBOUR " + name + "\n").getBytes(ISO_8859_1));
          BlockingQueue<String> queue = new LinkedBlockingQueue<>();
          links.put(neighbour, queue);
          dialled.countDown();
          send(queue, link);
        } catch (IOException lost) {
          // It is not there yet, or not any more: it is dialled again.
        }
        links.remove(neighbour);
        Thread.sleep(REDIAL_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** All that is waiting goes out at once. */
  private static void send(BlockingQueue<String> queue, OutputStream link)
      throws IOException, InterruptedException {
    List<String> waiting = new ArrayList<>();
    while (true) {
      waiting.add(queue.take());
      queue.drainTo(waiting);
      link.write(String.join("", waiting).getBytes(ISO_8859_1));
      waiting.clear();
    }
  }
}
