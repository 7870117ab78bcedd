package io.herd.examples.wirelog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.protocol.ServerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileWireLogTest {

  @TempDir Path directory;
  private Path file = Path.of("");
  private long now;

  @BeforeEach
  void setUp() {
    file = directory.resolve("Clark.log");
    now = 1_000_000_000L;
  }

  private FileWireLog log(long fileBytes, int files, int ringBytes) {
    return new FileWireLog(file, fileBytes, files, () -> now, ringBytes);
  }

  private static void receive(FileWireLog log, long connection, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    log.onReceived(connection, bytes, 0, bytes.length);
  }

  private static void send(FileWireLog log, long connection, String text) {
    byte[] bytes = ("xx" + text).getBytes(StandardCharsets.UTF_8);
    log.onSent(connection, bytes, 2, bytes.length - 2);
  }

  @Test
  void eventsAreWrittenInTheirOrder() throws IOException {
    FileWireLog log = log(1 << 20, 2, 1 << 16);
    log.start();
    log.onOpen(1, new InetSocketAddress("127.0.0.1", 4711));
    receive(log, 1, "WHATSAT kiwi 10 5");
    send(log, 1, "AT Clark\n{\n}\n");
    log.onTurnEnd();
    now += 1_500_000_000L;
    log.onOpen(2, new InetSocketAddress("127.0.0.1", 4712));
    log.onPeerUp(2, ServerId.of("Bona"));
    receive(log, 2, "AT Bona +0.1 x");
    receive(log, 2, "PING");
    send(log, 2, "PONG");
    receive(log, 1, "PING");
    log.onPeerDown(2, ServerId.of("Bona"), "silent for 3 s");
    log.onClose(2);
    log.onClose(1);
    log.onTurnEnd();
    log.close();
    assertEquals(
        """
        1970-01-01T00:00:01.000000Z open #1 127.0.0.1:4711
        1970-01-01T00:00:01.000000Z recv #1 WHATSAT kiwi 10 5
        1970-01-01T00:00:01.000000Z sent #1 AT Clark\\n{\\n}\\n
        1970-01-01T00:00:02.500000Z open #2 127.0.0.1:4712
        1970-01-01T00:00:02.500000Z link #2 Bona
        1970-01-01T00:00:02.500000Z recv Bona AT Bona +0.1 x
        1970-01-01T00:00:02.500000Z recv Bona PING
        1970-01-01T00:00:02.500000Z sent Bona PONG
        1970-01-01T00:00:02.500000Z recv #1 PING
        1970-01-01T00:00:02.500000Z lost #2 Bona: silent for 3 s
        1970-01-01T00:00:02.500000Z shut #2
        1970-01-01T00:00:02.500000Z shut #1
        """,
        Files.readString(file));
    assertEquals(0, log.dropped());
  }

  @Test
  void linesBeginWithTheirOwnTimeAndConnectionWhateverCameBefore() throws IOException {
    FileWireLog log = log(16 << 20, 2, 1 << 22);
    Map<Integer, String> names = new HashMap<>();
    List<String> expected = new ArrayList<>();
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      boolean lone = i >= 10_000;
      int connection = 9 + (lone ? 0 : random.nextInt(3));
      String who = names.getOrDefault(connection, "#" + connection);
      String time = Instant.ofEpochSecond(0, now).toString().replace("Z", ".000000Z ");
      switch (random.nextInt(lone ? 4_000 : 40)) {
        case 0 -> {
          log.onTurnEnd();
          now += 1_000_000_000L;
        }
        case 1 -> {
          String name = "Peer" + i;
          log.onPeerUp(connection, ServerId.of(name));
          names.put(connection, name);
          expected.add(time + "link #" + connection + " " + name);
        }
        case 2 -> {
          log.onClose(connection);
          names.remove(connection);
          expected.add(time + "shut #" + connection);
        }
        default -> {
          boolean received = random.nextBoolean();
          String text = "line ".repeat(random.nextInt(8)) + i;
          if (received) {
            receive(log, connection, text);
          } else {
            send(log, connection, text);
          }
          expected.add(time + (received ? "recv " : "sent ") + who + " " + text);
        }
      }
    }
    log.start();
    log.close();
    List<String> lines = Files.readAllLines(file);
    assertEquals(expected.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(expected.get(i), lines.get(i));
    }
    assertEquals(0, log.dropped());
  }

  @Test
  void aFullRingDropsLinesCountsThemAndSaysSo() throws IOException {
    FileWireLog log = log(1 << 20, 2, 1 << 12);
    for (int i = 0; i < 100; i++) {
      receive(log, 1, "line " + i + " ".repeat(50));
    }
    // coming and going is still logged: the thread has not been started, nothing was taken
    log.onClose(1);
    log.onTurnEnd();
    long dropped = log.dropped();
    assertTrue(dropped > 40 && dropped < 60, "dropped " + dropped);
    log.start();
    log.close();
    List<String> lines = Files.readAllLines(file);
    assertEquals(100 - dropped + 2, lines.size());
    assertTrue(lines.get(0).contains("recv #1 line 0"), lines.get(0));
    assertTrue(
        lines.get(lines.size() - 2).endsWith("drop " + dropped + " lines: the log was behind"));
    assertTrue(lines.get(lines.size() - 1).endsWith("shut #1"));
  }

  @Test
  void linesDroppedLastAreSaidByTheClose() throws IOException {
    FileWireLog log = log(1 << 20, 2, 1 << 12);
    for (int i = 0; i < 100; i++) {
      receive(log, 1, "line " + i + " ".repeat(50));
    }
    log.start();
    log.close();
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(lines.size() - 1).contains(" drop " + log.dropped() + " lines"));
  }

  @Test
  void aLineLargerThanTheRingIsDroppedAndTheNextIsNot() throws IOException {
    FileWireLog log = log(1 << 20, 2, 1 << 12);
    receive(log, 1, "x".repeat(5_000));
    receive(log, 1, "y");
    log.start();
    log.close();
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(0).contains(" drop 1 lines"), lines.get(0));
    assertTrue(lines.get(1).endsWith("recv #1 y"), lines.get(1));
  }

  @Test
  void filesAreRolledBySizeAndTheOldestIsDeleted() throws IOException {
    FileWireLog log = log(4_096, 3, 1 << 20);
    log.start();
    for (int i = 0; i < 1_000; i++) {
      receive(log, 1, "line " + i);
      log.onTurnEnd();
    }
    log.close();
    List<String> names;
    try (Stream<Path> files = Files.list(directory)) {
      names = files.map(path -> path.getFileName().toString()).sorted().toList();
    }
    assertEquals(List.of("Clark.log", "Clark.log.1", "Clark.log.2"), names);
    List<String> lines = new ArrayList<>();
    for (String name : List.of("Clark.log.2", "Clark.log.1", "Clark.log")) {
      assertTrue(Files.size(directory.resolve(name)) <= 4_096, name);
      lines.addAll(Files.readAllLines(directory.resolve(name)));
    }
    for (int i = 0; i < lines.size(); i++) {
      assertTrue(lines.get(i).endsWith(" line " + (1_000 - lines.size() + i)), lines.get(i));
    }
  }

  @Test
  void aSingleFileIsBegunAgain() throws IOException {
    FileWireLog log = log(4_096, 1, 1 << 20);
    log.start();
    for (int i = 0; i < 200; i++) {
      receive(log, 1, "line " + i);
    }
    log.close();
    assertFalse(Files.exists(directory.resolve("Clark.log.1")));
    assertTrue(Files.size(file) <= 4_096);
    assertTrue(Files.readString(file).endsWith("line 199\n"));
  }

  @Test
  void anExistingFileIsContinued() throws IOException {
    for (int i = 0; i < 2; i++) {
      FileWireLog log = log(1 << 20, 2, 1 << 12);
      log.start();
      receive(log, 1, "start " + i);
      log.close();
    }
    assertEquals(2, Files.readAllLines(file).size());
  }

  @Test
  void anIdleLogHasWrittenEverythingWithoutBeingClosed() throws IOException {
    FileWireLog log = FileWireLog.open(file, 1 << 20, 2, () -> now);
    receive(log, 1, "hello");
    log.onTurnEnd();
    while (!Files.exists(file) || Files.size(file) == 0) {
      Thread.onSpinWait();
    }
    // and again after it has gone to sleep, or has not: both have to do
    receive(log, 1, "again");
    log.onTurnEnd();
    while (Files.readAllLines(file).size() < 2) {
      Thread.onSpinWait();
    }
    log.close();
    log.close();
  }

  @Test
  void aFileThatCannotBeWrittenLosesLinesButStopsNothing() throws IOException {
    Files.createDirectory(file);
    FileWireLog log = log(1 << 20, 2, 1 << 12);
    log.start();
    receive(log, 1, "hello");
    log.onTurnEnd();
    log.close();
    assertTrue(Files.isDirectory(file));
  }

  @Test
  void aDirectoryThatCannotBeMadeIsToldAtOnce() throws IOException {
    Path inTheWay = Files.writeString(directory.resolve("logs"), "");
    assertThrows(
        IOException.class,
        () -> FileWireLog.open(inTheWay.resolve("Clark.log"), 1 << 20, 2, () -> now));
  }
}
