package io.herd.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What engines are made of, as it was loaded at one time. Its sessions end with it. Immutable.
 *
 * @param expiry when the first of the certificates ends that are shown; null if none are
 */
record TlsContext(SSLContext context, @Nullable Instant expiry) {

  /** For how long a client may come again without showing its certificate anew. */
  private static final int RESUMED_SECONDS_MAX = 3600;

  /** Key stores want one; this one never leaves the memory. */
  private static final char[] PASSWORD = "memory".toCharArray();

  /**
   * Trusts these certificates and no others; without any, every other side's is refused.
   *
   * @throws KeyStoreException if the certificates to be shown do not follow from each other
   */
  static TlsContext of(@Nullable OwnCertificate own, List<X509Certificate> trusted)
      throws KeyStoreException {
    KeyStore ownStore = emptyStore();
    if (own != null) {
      Certificate[] chain = own.chain().toArray(new Certificate[0]);
      ownStore.setKeyEntry("own", own.key(), PASSWORD, chain);
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(ownStore), trusts(trusted), null);
      context.getServerSessionContext().setSessionTimeout(RESUMED_SECONDS_MAX);
      return new TlsContext(context, own == null ? null : own.expiry());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }

  private static KeyManager[] keys(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trusts(List<X509Certificate> trusted)
      throws GeneralSecurityException {
    if (trusted.isEmpty()) {
      return new TrustManager[0];
    }
    KeyStore store = emptyStore();
    for (X509Certificate certificate : trusted) {
      store.setCertificateEntry("trusted " + store.size(), certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws KeyStoreException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyStoreException("there is no empty key store", e);
    }
  }
}
