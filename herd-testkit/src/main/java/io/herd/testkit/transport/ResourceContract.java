package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The part of {@link TransportContract} about what connections and transports leave behind. */
public interface ResourceContract extends TransportSource {

  /** Neither the loop's thread nor any other, whatever has gone on. */
  @Test
  default void noThreadIsLeftAfterTheClose() throws Exception {
    useOnce(); // some libraries start a thread for the whole JVM; that is started now
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    useOnce();
    long deadline = System.nanoTime() + patience().toNanos();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread)) {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, millis));
        assertFalse(thread.isAlive(), "left behind: " + thread);
      }
    }
  }

  /**
   * Whoever keeps a connection that is closed keeps no buffers with it: neither bytes that were
   * left unread nor bytes that were not written.
   */
  @Test
  default void closedConnectionHoldsNoBuffers() throws Exception {
    int bytes = 1 << 20;
    int rounds = 64;
    List<Connection> kept = new ArrayList<>();
    try (Rig rig = new Rig(this)) {
      long before = usedBytes();
      for (int i = 0; i < rounds; i++) {
        Probe probe = rig.probe();
        probe.whenData(
            (connection, in) -> {
              if (in.remaining() == bytes) {
                connection.send(new byte[8 * bytes], 0, 8 * bytes);
                probe.abort(connection);
              }
            });
        TransportPeer peer = rig.dial(probe);
        kept.add(rig.open(probe));
        peer.write(new byte[bytes]);
        rig.await(probe.closed);
        peer.close();
      }
      long most = before + (long) rounds * bytes / 2;
      long deadline = System.nanoTime() + patience().toNanos();
      while (usedBytes() > most) {
        assertTrue(System.nanoTime() < deadline, usedBytes() - before + " bytes are still held");
      }
    }
    assertTrue(kept.stream().allMatch(connection -> connection.unsentBytes() == 0));
  }

  /** What nobody reads does not keep a transport from ending. */
  @Test
  default void transportCloseGivesUpWhatIsUnsent() throws Exception {
    Probe probe;
    try (Rig rig = new Rig(this)) {
      probe = rig.probe();
      rig.dial(probe);
      Connection connection = rig.open(probe);
      rig.run(() -> connection.send(new byte[32 << 20], 0, 32 << 20));
    }
    assertTrue(probe.closed.isDone());
  }

  private void useOnce() throws Exception {
    try (Rig rig = new Rig(this)) {
      TransportPeer peer = rig.dial(rig.probe().echo());
      peer.write(Bytes.ascii("hello"));
      assertArrayEquals(Bytes.ascii("hello"), Bytes.read(peer, 5));
      Probe server = rig.probe();
      rig.expect(server);
      Probe client = rig.probe();
      rig.connect(rig.address(), client);
      rig.await(client.opened);
      rig.await(server.opened);
      Probe failed = rig.probe();
      rig.connect(deadAddress(), failed);
      rig.await(failed.closed);
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
