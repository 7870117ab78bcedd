package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.Connection;
import org.junit.jupiter.api.Test;

/**
 * What every transport that has TLS must pass, once for each version:
 *
 * <pre>{@code
 * final class MyTlsTransportTest {
 *   interface Source extends TlsTransportContract {
 *     default Transport newTlsTransport() {
 *       return new MyTransport();
 *     }
 *   }
 *
 *   @Nested
 *   final class Tls13 implements Source {
 *     public String tlsProtocol() {
 *       return "TLSv1.3";
 *     }
 *   }
 *
 *   @Nested
 *   final class Tls12 implements Source { ... }
 * }
 * }</pre>
 *
 * <p>All that a plain connection must do, a secured one must do too: every test of {@link
 * TransportContract} is run over TLS. What TLS adds is in the other two interfaces. The time-out of
 * a handshake is not among it, for want of ten seconds to wait. The other sides are sockets of the
 * JDK; for addresses that are not TCP's, {@link #anyAddress}, {@link #deadAddress} and {@link
 * #dialPlain} are overridden too.
 */
public interface TlsTransportContract
    extends TransportContract, TlsHandshakeContract, TlsStreamContract {

  /**
   * Rule 6 as far as the version goes: until 1.2, a goodbye ends both directions, and what is sent
   * afterwards is dropped.
   */
  @Test
  @Override
  default void halfCloseIsReportedAfterTheLastByteAndCanBeAnswered() throws Exception {
    if (!tlsProtocol().equals("TLSv1.2")) {
      TransportContract.super.halfCloseIsReportedAfterTheLastByteAndCanBeAnswered();
      return;
    }
    try (Rig rig = new Rig(this)) {
      byte[] sent = Bytes.random(3, 500_000);
      Probe probe = rig.probe();
      TransportPeer peer = rig.dial(probe);
      peer.write(sent);
      peer.shutdownOutput();
      rig.await(probe.ended);
      assertArrayEquals(sent, probe.received());
      Connection connection = rig.open(probe);
      rig.run(
          () -> {
            rig.check(Bytes.send(connection, Bytes.ascii("late")), "what is dropped is refused");
            probe.close(connection);
          });
      assertTrue(rig.await(probe.closed).isEmpty());
    }
  }
}
