package io.herd.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a context of all files together, so that nothing in it is older than the rest. Immutable.
 *
 * @param own what is shown, or null for nothing
 * @param trust whom to trust, or null for nobody
 */
record Loading(
    @Nullable Part<OwnCertificate> own,
    @Nullable Part<List<X509Certificate>> trust,
    InstantSource clock)
    implements Reloaded.Loader<TlsContext> {

  private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

  private static final Set<PosixFilePermission> OWNERS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** All files, those of the own certificate first. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(ownFiles());
    if (trust != null) {
      files.addAll(trust.files());
    }
    return files;
  }

  @Override
  public TlsContext load(List<byte[]> contents) throws IOException {
    try {
      return make(contents);
    } catch (KeyStoreException e) {
      throw new UnusableFileException(
          ownFiles() + ": each certificate has to be signed by the next one", e);
    } catch (RuntimeException e) {
      throw new UnusableFileException(files() + ": not what they should be, " + e.getClass(), e);
    }
  }

  private TlsContext make(List<byte[]> contents) throws IOException, KeyStoreException {
    int ownFiles = ownFiles().size();
    List<X509Certificate> trusted =
        trust == null ? List.of() : trust.read(contents.subList(ownFiles, contents.size()));
    OwnCertificate shown = null;
    if (own != null) {
      shown = own.read(contents.subList(0, ownFiles));
      shown.check(ownFiles().get(0), clock.instant());
      warnOfOpenKey(ownFiles().get(ownFiles - 1));
    }
    return TlsContext.of(shown, trusted);
  }

  private List<Path> ownFiles() {
    return own == null ? List.of() : own.files();
  }

  /** No refusal: mounted secrets are often open to a group, in which there is nobody else. */
  private static void warnOfOpenKey(Path key) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(key, PosixFileAttributeView.class);
    if (posix != null && !OWNERS.containsAll(posix.readAttributes().permissions())) {
      LOG.warn("{} holds a private key, and not its owner alone may read it: chmod 600", key);
    }
  }
}
