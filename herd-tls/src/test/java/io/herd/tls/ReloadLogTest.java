package io.herd.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of files that change, on standard error. */
final class ReloadLogTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();

  @TempDir Path directory;

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Path chain;
  private Path key;

  @BeforeEach
  void writeFiles() throws IOException {
    System.setErr(new PrintStream(log, true, UTF_8));
    chain = directory.resolve("clark.pem");
    key = directory.resolve("clark.key");
    AUTHORITY.identity("Clark").write(directory, "clark");
    allow("rw-------");
  }

  @AfterEach
  void restoreErr() {
    System.setErr(before);
  }

  private void allow(String permissions) throws IOException {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
  }

  private TlsFiles open() throws IOException {
    return TlsFiles.builder().certificate(chain, key).open();
  }

  /** The lines logged since the last time. */
  private String logged() {
    String text = log.toString(UTF_8);
    log.reset();
    return text;
  }

  @Test
  void unusableFilesAreLoggedOnceForEachContent() throws Exception {
    TlsFiles tls = open();
    assertEquals("", logged());
    TestIdentity next = AUTHORITY.identity("Clark");
    Files.writeString(chain, next.chainPem());
    for (int i = 0; i < 10; i++) {
      tls.accepting();
    }
    String line = logged();
    assertTrue(line.contains("clark.pem: the certificate is of another key"), line);
    assertEquals(1, line.lines().count(), line);
    Files.writeString(chain, "");
    tls.accepting();
    tls.accepting();
    line = logged();
    assertTrue(line.contains("holds no certificate"), line);
    assertEquals(1, line.lines().count(), line);
    Files.delete(chain);
    tls.accepting();
    tls.accepting();
    line = logged();
    assertTrue(line.contains("NoSuchFile"), line);
    assertEquals(1, line.lines().count(), line);
    Files.writeString(chain, next.chainPem());
    Files.writeString(key, next.keyPem());
    tls.accepting();
    assertTrue(logged().contains("loaded anew"));
  }

  @Test
  void secretsAreNotLogged() throws Exception {
    TlsFiles tls = TlsFiles.builder().certificate(chain, key, "open sesame"::toCharArray).open();
    TestIdentity next = AUTHORITY.identity("Clark");
    Files.writeString(key, next.keyPem("another word"));
    tls.accepting();
    String line = logged();
    assertTrue(line.contains("the password does not open"), line);
    assertFalse(line.contains("sesame"), line);
  }

  @Test
  void keyThatOthersMayReadIsWarnedOf() throws Exception {
    open();
    assertEquals("", logged());
    allow("rw-r-----");
    open();
    String line = logged();
    assertTrue(line.contains("clark.key") && line.contains("chmod 600"), line);
  }
}
