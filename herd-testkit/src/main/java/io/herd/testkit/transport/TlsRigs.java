package io.herd.testkit.transport;

import io.herd.spi.TlsEngines;
import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.tls.TestIdentity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The certificates and engines of the contract's tests. Immutable. */
final class TlsRigs {

  static final TestCertificates AUTHORITY = TestCertificates.authority();
  static final TestIdentity CLARK = AUTHORITY.identity("Clark");
  static final TestIdentity KIWI = AUTHORITY.issue("kiwi").client().identity();

  /** Of nobody's trust. */
  static final TestIdentity STRANGER = TestCertificates.authority().identity("Clark");

  static final TestIdentity EXPIRED = AUTHORITY.issue("Clark").expired().identity();

  private TlsRigs() {}

  /** Engines that show Clark's certificate. */
  static TestEngines clark(TlsSource source) {
    return showing(source, CLARK);
  }

  static TestEngines showing(TlsSource source, @Nullable TestIdentity identity) {
    return TestEngines.of(AUTHORITY, identity).protocols(source.tlsProtocol());
  }

  /** A rig that uses these engines wherever nothing else is said. */
  static Rig rig(TlsSource source, TlsEngines engines) throws Exception {
    return new Rig(source, new SecuredTransport(source.newTlsTransport(), engines));
  }

  /** A client, connected or refused, that is not waited for at the other side. */
  static TlsPeer dial(TlsSource source, Rig rig, TestEngines engines) throws Exception {
    TransportPeer plain = dialPlain(source, rig);
    return TlsPeer.over(plain, engines, source.tlsProtocol());
  }

  /** A client that the probe is connected to. */
  static TlsPeer open(TlsSource source, Rig rig, Probe probe) throws Exception {
    rig.expect(probe);
    TlsPeer peer = dial(source, rig, clark(source));
    rig.open(probe);
    return peer;
  }

  static TransportPeer dialPlain(TlsSource source, Rig rig) throws Exception {
    return rig.keep(source.dialPlain(rig.address()));
  }

  /** Reads until there is an end or a failure, and gives the failure. */
  static @Nullable IOException readOut(TlsPeer peer) {
    if (peer.refusal() != null) {
      return peer.refusal();
    }
    byte[] into = new byte[1 << 10];
    try {
      int count;
      do {
        count = peer.read(into);
      } while (count >= 0);
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
