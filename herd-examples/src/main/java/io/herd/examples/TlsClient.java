package io.herd.examples;

import io.herd.spi.CertificatePrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Connects to servers that take clients by TLS. A server's certificate must come from a trusted
 * authority and have the server's name. Immutable.
 */
public final class TlsClient {

  private final SSLContext context;

  private TlsClient(SSLContext context) {
    this.context = context;
  }

  /**
   * A client that trusts the authorities of a file in PEM.
   *
   * @throws IOException if the file cannot be read, or has no certificates
   */
  public static TlsClient trusting(Path authorities) throws IOException {
    try (InputStream in = Files.newInputStream(authorities)) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority " + trusted.size(), one);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return new TlsClient(context);
    } catch (GeneralSecurityException unusable) {
      throw new IOException(authorities + ": " + unusable.getMessage(), unusable);
    }
  }

  /**
   * Connects.
   *
   * @param server whose name the certificate must have
   * @throws IOException if no connection comes about, or with somebody else
   */
  public LineClient connect(InetSocketAddress address, String server) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(address, LineClient.TIMEOUT_MILLIS);
      plain.setSoTimeout(LineClient.TIMEOUT_MILLIS);
      SSLSocket secured =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, address.getHostString(), address.getPort(), true);
      secured.startHandshake();
      CertificatePrincipal shown = CertificatePrincipal.of(secured.getSession());
      if (shown == null || !shown.names().contains(server)) {
        throw new IOException("the certificate is not " + server + "'s, but " + shown);
      }
      return LineClient.over(secured);
    } catch (IOException failed) {
      plain.close();
      throw failed;
    }
  }
}
