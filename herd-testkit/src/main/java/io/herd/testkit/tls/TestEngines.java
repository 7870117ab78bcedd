package io.herd.testkit.tls;

import io.herd.spi.CertificatePrincipal;
import io.herd.spi.TlsEngines;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Engines of the JDK with certificates from memory, which can be exchanged at any time. The own
 * certificate is shown whatever the other side asks for, and every certificate of the trusted
 * authority is taken, whatever its names. Thread-safe.
 */
public final class TestEngines implements TlsEngines {

  private final TestCertificates trusted;
  private final List<String> protocols;
  private final boolean clientsShow;
  private volatile @Nullable TestIdentity own;
  private volatile @Nullable SSLContext context;

  private TestEngines(
      TestCertificates trusted,
      List<String> protocols,
      boolean clientsShow,
      @Nullable TestIdentity own) {
    this.trusted = trusted;
    this.protocols = List.copyOf(protocols);
    this.clientsShow = clientsShow;
    this.own = own;
    this.context = context(trusted, own);
  }

  /** Engines that show this, or nothing, and trust this authority; TLS 1.3 and 1.2. */
  public static TestEngines of(TestCertificates trusted, @Nullable TestIdentity own) {
    return new TestEngines(trusted, List.of("TLSv1.3", "TLSv1.2"), false, own);
  }

  /** The same, with these protocols only. */
  public TestEngines protocols(String... names) {
    return new TestEngines(trusted, List.of(names), clientsShow, own);
  }

  /** The same, and whoever connects has to show a certificate. */
  public TestEngines clientsShowCertificates() {
    return new TestEngines(trusted, protocols, true, own);
  }

  /** Shows another certificate from here on. */
  public void show(TestIdentity other) {
    context = context(trusted, other);
    own = other;
  }

  /** Has no usable certificate from here on, until it is given one. */
  public void fail() {
    context = null;
    own = null;
  }

  /** The context of the present certificate, for sockets of the JDK. */
  public SSLContext context() {
    SSLContext current = context;
    if (current == null) {
      throw new IllegalStateException("there is no usable certificate");
    }
    return current;
  }

  @Override
  public SSLEngine accepting() {
    SSLEngine engine = engine(false);
    engine.setNeedClientAuth(clientsShow);
    return engine;
  }

  @Override
  public SSLEngine dialing(SocketAddress address) {
    return engine(true);
  }

  @Override
  public @Nullable Principal principal(SSLSession session) {
    return CertificatePrincipal.of(session);
  }

  @Override
  public @Nullable Instant expiry() {
    TestIdentity current = own;
    return current == null ? null : current.certificate().getNotAfter().toInstant();
  }

  private SSLEngine engine(boolean client) {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(protocols.toArray(new String[0]));
    return engine;
  }

  private static SSLContext context(TestCertificates trusted, @Nullable TestIdentity own) {
    try {
      KeyManager[] keys =
          own == null ? new KeyManager[0] : new KeyManager[] {new ShownIdentity(own)};
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("trusted", trusted.certificate());
      TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
      trusts.init(trust);
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(keys, trusts.getTrustManagers(), null);
      return made;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates of the testkit are not taken", e);
    }
  }
}
