package io.herd.tls;

import io.herd.spi.CertificatePrincipal;
import io.herd.spi.TlsEngines;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS with certificates and keys from files, which may change at any time:
 *
 * <pre>{@code
 * TlsFiles tls = TlsFiles.builder()
 *     .certificate(Path.of("clark.pem"), Path.of("clark.key"))
 *     .trust(Path.of("herd-ca.pem"))
 *     .open();
 * }</pre>
 *
 * <p>Whenever something is asked for, a look at the files' attributes shows whether they are others
 * than before; then all of them are read again, and what is new is used from there on. Should they
 * be unusable, because one of them is not written to its end, or the key does not belong to the
 * certificate, or the certificate has expired, then those loaded before stay in force. That is
 * logged once, and tried again when the files change.
 *
 * <p>The other side's certificate has to come from a trusted one, to be in its time, and to be made
 * for its purpose if it names any (RFC 5280). Its names are not compared with anything here: for
 * neighbours the node's authenticator does that, and of clients none is expected. There is no check
 * for revocation.
 *
 * <p>TLS 1.3 and 1.2, with the cipher suites of the Java runtime. Connections that are dialed never
 * resume a session; those accepted may, for up to an hour. Thread-safe.
 */
public final class TlsFiles implements TlsEngines {

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private final Reloaded<TlsContext> contexts;
  private final String[] protocols;
  private final ClientCertificates clients;
  private final boolean trusts;

  private TlsFiles(Builder builder, Reloaded<TlsContext> contexts) {
    this.contexts = contexts;
    protocols = builder.protocols.toArray(new String[0]);
    clients = builder.clients;
    trusts = builder.trust != null;
  }

  /** A builder, in which files have to be named. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public SSLEngine accepting() {
    TlsContext current = contexts.current();
    if (current.expiry() == null) {
      throw new IllegalStateException("no certificate is configured to be shown");
    }
    SSLEngine engine = engine(current, false);
    switch (clients) {
      case NONE -> engine.setNeedClientAuth(false);
      case WANTED -> engine.setWantClientAuth(true);
      case NEEDED -> engine.setNeedClientAuth(true);
    }
    return engine;
  }

  @Override
  public SSLEngine dialing(SocketAddress address) {
    if (!trusts) {
      throw new IllegalStateException("no certificate is configured to be trusted");
    }
    return engine(contexts.current(), true);
  }

  private SSLEngine engine(TlsContext current, boolean client) {
    SSLEngine engine = current.context().createSSLEngine();
    engine.setUseClientMode(client);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(protocols);
    parameters.setUseCipherSuitesOrder(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public @Nullable Principal principal(SSLSession session) {
    return CertificatePrincipal.of(session);
  }

  @Override
  public @Nullable Instant expiry() {
    return contexts.current().expiry();
  }

  /** Collects the files. Not thread-safe. */
  public static final class Builder {

    private @Nullable Part<OwnCertificate> own;
    private @Nullable Part<List<X509Certificate>> trust;
    private ClientCertificates clients = ClientCertificates.NONE;
    private Set<String> protocols = PROTOCOLS;
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /**
     * Shows the certificates of a PEM file, the own one first and then those between it and the one
     * that others trust. The key is in another PEM file, or in the same one, in any form in which
     * OpenSSL writes it unencrypted.
     */
    public Builder certificate(Path chain, Path key) {
      return certificate(chain, key, () -> new char[0]);
    }

    /**
     * The same, with the password of an encrypted key (PKCS#8).
     *
     * @param password asked at each loading; what it gives is wiped
     */
    public Builder certificate(Path chain, Path key, Supplier<char[]> password) {
      own = new PemFiles.Own(chain, key, password);
      return this;
    }

    /**
     * Shows the certificates of a PKCS#12 file with one key.
     *
     * @param password asked at each loading; what it gives is wiped
     */
    public Builder keyStore(Path file, Supplier<char[]> password) {
      own = new KeyStoreFiles.Own(file, password);
      return this;
    }

    /** Trusts whom the certificates of this PEM file vouch for, and no others. */
    public Builder trust(Path file) {
      trust = new PemFiles.Trusted(file);
      return this;
    }

    /**
     * Trusts whom the trusted certificates of this PKCS#12 file vouch for, and no others.
     *
     * @param password asked at each loading; what it gives is wiped
     */
    public Builder trustStore(Path file, Supplier<char[]> password) {
      trust = new KeyStoreFiles.Trusted(file, password);
      return this;
    }

    /** Whether those who connect have to show a certificate. They are not asked by default. */
    public Builder clients(ClientCertificates asked) {
      clients = asked;
      return this;
    }

    /** Speaks only these of {@code TLSv1.3} and {@code TLSv1.2}. Both by default. */
    public Builder protocols(String... names) {
      Set<String> given = new TreeSet<>(List.of(names));
      if (given.isEmpty() || !PROTOCOLS.containsAll(given)) {
        throw new IllegalArgumentException(
            "protocols are " + given + ", must be of " + new TreeSet<>(PROTOCOLS));
      }
      protocols = given;
      return this;
    }

    Builder clock(InstantSource given) {
      clock = given;
      return this;
    }

    /**
     * Loads the files.
     *
     * @throws IOException if a file cannot be read, or is not usable now; the message says which
     *     and why
     * @throws IllegalStateException if no files were given, or clients are asked for certificates
     *     and there is nobody to trust
     */
    public TlsFiles open() throws IOException {
      if (own == null && trust == null) {
        throw new IllegalStateException("neither a certificate nor whom to trust was given");
      }
      if (clients != ClientCertificates.NONE && trust == null) {
        throw new IllegalStateException("clients is " + clients + ", trust must be given too");
      }
      Loading loading = new Loading(own, trust, clock);
      return new TlsFiles(this, new Reloaded<>(loading.files(), loading, clock));
    }
  }
}
