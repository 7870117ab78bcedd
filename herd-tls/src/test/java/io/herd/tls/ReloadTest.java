package io.herd.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.tls.TestIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are used. */
final class ReloadTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final TestEngines CLIENT = TestEngines.of(AUTHORITY, null);

  @TempDir Path directory;

  private final TestIdentity first = AUTHORITY.identity("first");
  private final TestIdentity second = AUTHORITY.identity("second");
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private Path chain;
  private Path key;

  @BeforeEach
  void writeFiles() throws IOException {
    chain = directory.resolve("node.pem");
    key = directory.resolve("node.key");
    first.write(directory, "node");
  }

  private TlsFiles open() throws IOException {
    return TlsFiles.builder().certificate(chain, key).clock(now::get).open();
  }

  private static X509Certificate shown(TlsFiles tls) throws Exception {
    SSLEngine client = CLIENT.dialing(new InetSocketAddress(0));
    TlsHandshakes.shake(client, tls.accepting());
    return (X509Certificate) client.getSession().getPeerCertificates()[0];
  }

  private void replace(Path file, String content) throws IOException {
    Path fresh = Files.writeString(directory.resolve("fresh"), content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void newFilesAreUsedAtOnce() throws Exception {
    TlsFiles tls = open();
    assertEquals(first.certificate(), shown(tls));
    TestIdentity next =
        AUTHORITY
            .issue("next")
            .valid(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))
            .identity();
    next.write(directory, "node");
    assertEquals(Instant.parse("2100-01-01T00:00:00Z"), tls.expiry());
    assertEquals(next.certificate(), shown(tls));
  }

  /** In whatever order the two files are replaced, there is no moment at which they do not fit. */
  @Test
  void halfOfAPairChangesNothing() throws Exception {
    TlsFiles tls = open();
    replace(chain, second.chainPem());
    assertEquals(first.certificate(), shown(tls));
    replace(key, second.keyPem());
    assertEquals(second.certificate(), shown(tls));
    replace(key, first.keyPem());
    assertEquals(second.certificate(), shown(tls));
    replace(chain, first.chainPem());
    assertEquals(first.certificate(), shown(tls));
  }

  /** As a process does that writes slowly, byte by byte, to the file itself. */
  @Test
  void halfOfAFileChangesNothing() throws Exception {
    TlsFiles tls = open();
    Files.writeString(key, second.keyPem());
    String whole = second.chainPem();
    for (int length : List.of(0, 1, 30, whole.length() / 2, whole.length() - 20)) {
      Files.writeString(chain, whole.substring(0, length));
      assertEquals(first.certificate(), shown(tls));
    }
    Files.writeString(chain, whole);
    assertEquals(second.certificate(), shown(tls));
  }

  @Test
  void filesThatAreGoneChangeNothing() throws Exception {
    TlsFiles tls = open();
    Files.delete(key);
    assertEquals(first.certificate(), shown(tls));
    Files.delete(chain);
    assertEquals(first.certificate(), shown(tls));
    second.write(directory, "node");
    assertEquals(second.certificate(), shown(tls));
  }

  /** Kubernetes mounts files as links into a directory that is itself a link, and turns that. */
  @Test
  void linkTurnedToAnotherDirectoryIsFollowed() throws Exception {
    Path one = Files.createDirectory(directory.resolve("..one"));
    Path two = Files.createDirectory(directory.resolve("..two"));
    first.write(one, "tls");
    second.write(two, "tls");
    for (String name : List.of("tls.pem", "tls.key")) {
      for (Path each : List.of(one, two)) {
        Files.setLastModifiedTime(each.resolve(name), FileTime.from(Instant.EPOCH));
      }
      Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
    }
    Files.createSymbolicLink(directory.resolve("..data"), one.getFileName());
    TlsFiles tls =
        TlsFiles.builder()
            .certificate(directory.resolve("tls.pem"), directory.resolve("tls.key"))
            .open();
    assertEquals(first.certificate(), shown(tls));
    Path turned = directory.resolve("..turned");
    Files.createSymbolicLink(turned, two.getFileName());
    Files.move(turned, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    assertEquals(second.certificate(), shown(tls));
  }

  /** The same time and the same size: only what is in it tells, as long as it is as new as this. */
  @Test
  void changeWithinTheSameTickIsSeen() throws Exception {
    FileTime time = FileTime.from(now.get());
    Files.setLastModifiedTime(chain, time);
    Files.setLastModifiedTime(key, time);
    TlsFiles tls = open();
    Files.writeString(key, second.keyPem());
    Files.writeString(chain, second.chainPem());
    Files.setLastModifiedTime(chain, time);
    Files.setLastModifiedTime(key, time);
    assertEquals(Files.size(key), second.keyPem().length());
    assertEquals(second.certificate(), shown(tls));
  }

  @Test
  void settledFilesAreNotReadAgain() throws Exception {
    now.set(Instant.now().plusSeconds(60));
    TlsFiles tls = open();
    FileTime keyTime = Files.getLastModifiedTime(key);
    FileTime chainTime = Files.getLastModifiedTime(chain);
    List<Path> both = List.of(chain, key);
    Files.writeString(chain, " ".repeat((int) Files.size(chain)));
    Files.writeString(key, " ".repeat((int) Files.size(key)));
    Files.setLastModifiedTime(chain, chainTime);
    Files.setLastModifiedTime(key, keyTime);
    assertEquals(2, both.size());
    assertEquals(first.certificate(), shown(tls));
  }

  @Test
  void expiredCertificateIsNotTaken() throws Exception {
    TlsFiles tls = open();
    AUTHORITY.issue("late").expired().identity().write(directory, "node");
    assertEquals(first.certificate(), shown(tls));
  }

  /** The clock of the authority may be a little ahead of this one. */
  @Test
  void certificateIsTakenOnceItIsValid() throws Exception {
    TlsFiles tls = open();
    Instant start = now.get().plusSeconds(100);
    TestIdentity early =
        AUTHORITY.issue("early").valid(start, start.plus(Duration.ofDays(1))).identity();
    early.write(directory, "node");
    assertEquals(first.certificate().getNotAfter().toInstant(), tls.expiry());
    now.set(start.plusSeconds(1));
    assertEquals(early.certificate().getNotAfter().toInstant(), tls.expiry());
  }

  @Test
  void newTrustIsUsed() throws Exception {
    TestCertificates other = TestCertificates.authority();
    Path trust = AUTHORITY.write(directory.resolve("ca.pem"));
    TlsFiles tls = TlsFiles.builder().trust(trust).open();
    TestEngines server = TestEngines.of(other, other.identity("Bona"));
    InetSocketAddress any = new InetSocketAddress(0);
    assertThrows(
        IOException.class, () -> TlsHandshakes.shake(tls.dialing(any), server.accepting()));
    Files.writeString(trust, AUTHORITY.pem() + other.pem());
    TlsHandshakes.shake(tls.dialing(any), server.accepting());
  }

  /** A pair is always whole, whoever asks while it is being replaced, and the last one is found. */
  @Test
  void everyEngineHasCertificateAndKeyThatFit() throws Exception {
    TlsFiles tls = open();
    AtomicBoolean done = new AtomicBoolean();
    Callable<Integer> asker =
        () -> {
          int count = 0;
          while (!done.get() || count == 0) {
            X509Certificate certificate = shown(tls); // a handshake fails if they do not fit
            assertTrue(List.of(first.certificate(), second.certificate()).contains(certificate));
            count++;
          }
          return count;
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> askers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        askers.add(threads.submit(asker));
      }
      for (int i = 0; i < 100; i++) {
        (i % 2 == 0 ? second : first).write(directory, "node");
      }
      done.set(true);
      for (Future<Integer> each : askers) {
        assertNotEquals(0, each.get());
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(first.certificate(), shown(tls));
  }
}
