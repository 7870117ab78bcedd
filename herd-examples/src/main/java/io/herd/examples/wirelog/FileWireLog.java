package io.herd.examples.wirelog;

import io.herd.protocol.ServerId;
import io.herd.spi.WallClock;
import io.herd.spi.WireLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A wire log in files. The node's loop copies bytes into a ring and reads the clock once a turn; a
 * thread of this log makes lines of them and writes. When the ring is full, lines are dropped and
 * counted, and the log says how many are missing at the place where they are. A part of the ring is
 * kept for connections' comings and goings.
 *
 * <p>Between two lines the thread naps for a moment rather than waiting to be woken, so that under
 * load the loop makes no system call for the log; after some naps without work it sleeps until it
 * is woken. Whatever it finds it writes to the file at once; the file is not forced to the disk.
 *
 * <p>The methods of {@link WireLog} are the loop's; {@link #close} and {@link #dropped} may be
 * called by any thread.
 */
public final class FileWireLog implements WireLog, AutoCloseable {

  private static final int RING_BYTES = 8 << 20;
  private static final long NAP_NANOS = 2_000_000;
  private static final int NAPS_BEFORE_SLEEP = 50;
  private static final long CLOSE_MILLIS = 10_000;
  private static final byte[] NOTHING = {};

  private final EventRing ring;
  private final int spare;
  private final WallClock clock;
  private final LogWriter writer;
  private final Thread thread;
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean asleep;
  private volatile boolean closing;

  // the loop's
  private boolean inTurn;
  private boolean full;
  private long missed;

  /** A log with a ring of this size; its thread is not started. */
  FileWireLog(Path file, long fileBytes, int files, WallClock clock, int ringBytes) {
    this.ring = new EventRing(ringBytes);
    this.spare = ringBytes / 16;
    this.clock = clock;
    this.writer = new LogWriter(new LogFiles(file, fileBytes, files), fileBytes);
    this.thread = new Thread(this::run, "wire-log-" + file.getFileName());
    this.thread.setDaemon(true);
  }

  /**
   * A log that is ready to be written; the file itself is made by its first line.
   *
   * @param file the file being written; its directory is made if need be
   * @param fileBytes how large a file grows
   * @param files how many files are kept
   * @throws IOException if the directory cannot be made or written to
   */
  public static FileWireLog open(Path file, long fileBytes, int files, WallClock clock)
      throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        throw new IOException(directory + " cannot be written to");
      }
    }
    FileWireLog log = new FileWireLog(file, fileBytes, files, clock, RING_BYTES);
    log.start();
    return log;
  }

  void start() {
    thread.start();
  }

  @Override
  public void onOpen(long connection, SocketAddress remote) {
    String text =
        remote instanceof InetSocketAddress inet && inet.getAddress() != null
            ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
            : remote.toString();
    event(EventKind.OPENED, connection, text);
  }

  @Override
  public void onClose(long connection) {
    event(EventKind.CLOSED, connection, "");
  }

  @Override
  public void onPeerUp(long connection, ServerId neighbour) {
    event(EventKind.PEER_UP, connection, neighbour.toString());
  }

  @Override
  public void onPeerDown(long connection, ServerId neighbour, String reason) {
    event(EventKind.PEER_DOWN, connection, neighbour + ": " + reason);
  }

  @Override
  public void onReceived(long connection, byte[] bytes, int offset, int length) {
    line(EventKind.RECEIVED, connection, bytes, offset, length);
  }

  @Override
  public void onSent(long connection, byte[] bytes, int offset, int length) {
    line(EventKind.SENT, connection, bytes, offset, length);
  }

  @Override
  public void onTurnEnd() {
    inTurn = false;
    publish();
  }

  /** How many lines were dropped because the ring was full. */
  public long dropped() {
    return dropped.get();
  }

  private void line(EventKind kind, long connection, byte[] bytes, int offset, int length) {
    if (full && ring.free(true) < ring.capacity() / 4) {
      drop();
      return;
    }
    full = false;
    if (!put(kind, connection, bytes, offset, length, spare)) {
      full = true;
      drop();
    }
  }

  /** An event that is not one of many: it may use the spare room and is shown at once. */
  private void event(EventKind kind, long connection, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!put(kind, connection, bytes, 0, bytes.length, 0)) {
      drop();
    }
    publish();
  }

  private boolean put(
      EventKind kind, long connection, byte[] bytes, int offset, int length, int spareBytes) {
    if (!inTurn) {
      inTurn = mark(EventKind.TIME, clock.epochNanos(), spareBytes);
    }
    if (missed > 0 && mark(EventKind.DROPPED, missed, spareBytes)) {
      missed = 0;
    }
    return inTurn
        && missed == 0
        && ring.put(kind.code(), connection, bytes, offset, length, spareBytes);
  }

  private boolean mark(EventKind kind, long number, int spareBytes) {
    return ring.put(kind.code(), number, NOTHING, 0, 0, spareBytes);
  }

  private void drop() {
    missed++;
    dropped.lazySet(dropped.getPlain() + 1);
  }

  private void publish() {
    ring.publish();
    int half = ring.capacity() / 2;
    if (asleep || ring.free(false) < half && ring.free(true) < half) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    int naps = 0;
    while (true) {
      boolean last = closing;
      if (ring.hasNext()) {
        naps = 0;
        while (ring.hasNext()) {
          writer.write(ring);
          ring.take();
        }
      }
      writer.flush();
      if (last) {
        writer.close();
        return;
      }
      if (naps++ < NAPS_BEFORE_SLEEP) {
        LockSupport.parkNanos(this, NAP_NANOS);
      } else {
        sleep();
        naps = 0;
      }
    }
  }

  private void sleep() {
    asleep = true;
    // looked at after asleep is set, as the loop looks at asleep after it has published
    if (ring.isEmpty() && !closing) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /**
   * Writes everything and ends the thread; waits ten seconds at most. To be called when the node is
   * closed: what the loop logs later is lost. Idempotent.
   */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    if (missed > 0 && mark(EventKind.DROPPED, missed, 0)) {
      missed = 0;
    }
    ring.publish();
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
