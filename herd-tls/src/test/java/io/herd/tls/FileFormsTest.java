package io.herd.tls;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.testkit.tls.TestCertificates;
import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.tls.TestIdentity;
import io.herd.testkit.tls.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In what forms certificates and keys may come, and what is said of those that are not usable. */
final class FileFormsTest {

  private static final TestCertificates AUTHORITY = TestCertificates.authority();
  private static final String SECRET = "open sesame";

  @TempDir Path directory;
  private Path chain;
  private Path key;

  @BeforeEach
  void nameFiles() {
    chain = directory.resolve("clark.pem");
    key = directory.resolve("clark.key");
  }

  private static Supplier<char[]> password(String text) {
    return text::toCharArray;
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\r\n%s\r\n-----END %s-----\r\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  private TestIdentity write(TestKeys kind) throws IOException {
    TestIdentity clark = AUTHORITY.issue("Clark").keys(kind).identity();
    Files.writeString(chain, clark.chainPem());
    return clark;
  }

  private static void works(TlsFiles tls) throws Exception {
    TestEngines client = TestEngines.of(AUTHORITY, null);
    TlsHandshakes.shake(client.dialing(new InetSocketAddress(0)), tls.accepting());
  }

  private void works() throws Exception {
    works(TlsFiles.builder().certificate(chain, key).open());
  }

  private static void refused(TlsFiles.Builder builder, String... words) {
    IOException thrown = assertThrows(IOException.class, builder::open);
    for (String word : words) {
      assertTrue(thrown.getMessage().contains(word), thrown.getMessage());
    }
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      assertFalse(String.valueOf(each.getMessage()).contains(SECRET), each.getMessage());
    }
  }

  private void refused(String... words) {
    refused(TlsFiles.builder().certificate(chain, key), words);
  }

  @ParameterizedTest
  @EnumSource
  void plainPkcs8KeyIsTaken(TestKeys kind) throws Exception {
    Files.writeString(key, write(kind).keyPem());
    works();
  }

  @ParameterizedTest
  @EnumSource
  void encryptedPkcs8KeyIsTakenWithItsPassword(TestKeys kind) throws Exception {
    Files.writeString(key, write(kind).keyPem(SECRET));
    works(TlsFiles.builder().certificate(chain, key, password(SECRET)).open());
    refused(
        TlsFiles.builder().certificate(chain, key, password(SECRET + "!")),
        "clark.key",
        "the password does not open");
    refused("clark.key", "no password was given");
  }

  /** The older form is what is inside the newer one. */
  @ParameterizedTest
  @EnumSource
  void olderFormOfAKeyIsTaken(TestKeys kind) throws Exception {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(write(kind).key().getEncoded());
    byte[] older = info.parsePrivateKey().toASN1Primitive().getEncoded();
    String parameters = kind == TestKeys.EC ? pem("EC PARAMETERS", new byte[] {6, 1, 1}) : "";
    Files.writeString(key, parameters + pem(kind + " PRIVATE KEY", older));
    works();
  }

  @Test
  void certificateAndKeyMayBeInOneFileWithTextAround() throws Exception {
    TestIdentity clark = AUTHORITY.identity("Clark");
    Files.writeString(
        chain,
        "Bag Attributes: none\n" + clark.keyPem() + "subject=CN = Clark\n" + clark.chainPem());
    works(TlsFiles.builder().certificate(chain, chain).open());
  }

  @Test
  void keyStoreIsTakenWithItsPassword() throws Exception {
    Path store = directory.resolve("clark.p12");
    Files.write(store, AUTHORITY.intermediate().identity("Clark").pkcs12(SECRET));
    works(TlsFiles.builder().keyStore(store, password(SECRET)).open());
    refused(TlsFiles.builder().keyStore(store, password("wrong")), "clark.p12", "password");
    Files.writeString(store, "nonsense");
    refused(TlsFiles.builder().keyStore(store, password(SECRET)), "clark.p12");
  }

  @Test
  void trustStoreIsTakenWithItsPassword() throws Exception {
    Path store = directory.resolve("ca.p12");
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    refusedTrust(trust, store, "no certificate that is marked as trusted");
    trust.setCertificateEntry("ca", AUTHORITY.certificate());
    try (var out = Files.newOutputStream(store)) {
      trust.store(out, SECRET.toCharArray());
    }
    TlsFiles tls = TlsFiles.builder().trustStore(store, password(SECRET)).open();
    TestEngines server = TestEngines.of(AUTHORITY, AUTHORITY.identity("Bona"));
    TlsHandshakes.shake(tls.dialing(new InetSocketAddress(0)), server.accepting());
    refused(TlsFiles.builder().trustStore(store, password("wrong")), "ca.p12", "password");
  }

  private static void refusedTrust(KeyStore trust, Path store, String words) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    trust.store(bytes, SECRET.toCharArray());
    Files.write(store, bytes.toByteArray());
    refused(TlsFiles.builder().trustStore(store, password(SECRET)), words);
  }

  @Test
  void keyStoreWithoutOrWithTwoKeysIsRefused() throws Exception {
    Path file = directory.resolve("clark.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (String words : List.of("holds 0 private keys", "", "holds 2 private keys")) {
      if (!words.isEmpty()) {
        try (var out = Files.newOutputStream(file)) {
          store.store(out, SECRET.toCharArray());
        }
        refused(TlsFiles.builder().keyStore(file, password(SECRET)), words);
      }
      TestIdentity one = AUTHORITY.identity("Clark");
      store.setKeyEntry(
          "key " + store.size(),
          one.key(),
          SECRET.toCharArray(),
          one.chain().toArray(new Certificate[0]));
    }
  }

  @Test
  void keyOfSomethingElseIsRefused() throws Exception {
    write(TestKeys.EC);
    Files.writeString(key, AUTHORITY.identity("Clark").keyPem());
    refused("clark.pem", "of another key");
    Files.writeString(key, AUTHORITY.issue("Clark").keys(TestKeys.RSA).identity().keyPem());
    refused("clark.key", "no EC key");
  }

  @Test
  void missingFileIsNamed() throws Exception {
    write(TestKeys.EC);
    refused("clark.key");
    refused(TlsFiles.builder().trust(directory.resolve("ca.pem")), "ca.pem");
  }

  @Test
  void fileWithoutWhatItShouldHoldIsRefused() throws Exception {
    TestIdentity clark = write(TestKeys.EC);
    Files.writeString(key, clark.chainPem());
    refused("clark.key", "holds no private key");
    Files.writeString(chain, "");
    refused("clark.pem", "holds no certificate");
    Files.writeString(chain, pem("CERTIFICATE", new byte[] {1, 2, 3}));
    refused("clark.pem", "broken certificate");
    Files.writeString(chain, pem("CERTIFICATE", new byte[] {1}).replace("AQ", "?!"));
    refused("clark.pem", "not in base 64");
  }

  @Test
  void keysInFormsThatAreNotReadAreRefused() throws Exception {
    write(TestKeys.EC);
    Files.writeString(
        key,
        "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAQ==\n"
            + "-----END EC PRIVATE KEY-----\n");
    refused("clark.key", "openssl pkcs8 -topk8");
    Files.writeString(key, pem("DSA PRIVATE KEY", new byte[] {1}));
    refused("clark.key", "DSA PRIVATE KEY");
    Files.writeString(key, pem("EC PRIVATE KEY", new byte[300]));
    refused("clark.key", "broken");
    Files.writeString(key, pem("ENCRYPTED PRIVATE KEY", new byte[] {1}));
    refused(TlsFiles.builder().certificate(chain, key, password(SECRET)), "clark.key", "encrypted");
  }

  @Test
  void chainInTheWrongOrderIsRefused() throws Exception {
    TestIdentity clark = AUTHORITY.intermediate().identity("Clark");
    TestIdentity bona = AUTHORITY.intermediate().identity("Bona");
    Files.writeString(chain, clark.chainPem() + bona.chainPem());
    Files.writeString(key, clark.keyPem());
    refused("signed by the next one");
  }

  @Test
  void certificateOutOfItsTimeIsRefused() throws Exception {
    AUTHORITY.issue("Clark").expired().identity().write(directory, "clark");
    refused("clark.pem", "has expired on");
    AUTHORITY.issue("Clark").notYetValid().identity().write(directory, "clark");
    refused("clark.pem", "not valid before");
  }

  /** A file cut anywhere, or with a byte that is another, is usable or an IOException. */
  @Test
  void brokenFilesAreRefusedAndNothingElse() throws Exception {
    AUTHORITY.identity("Clark").write(directory, "clark");
    Path store = directory.resolve("clark.p12");
    byte[] good = AUTHORITY.identity("Clark").pkcs12(SECRET);
    Random random = new Random(1);
    for (Path file : List.of(chain, key, store)) {
      byte[] whole = file == store ? good : Files.readAllBytes(file);
      for (int i = 0; i < 40; i++) {
        byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length));
        if (i % 2 == 0) {
          broken = whole.clone();
          broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, broken);
        try {
          (file == store
                  ? TlsFiles.builder().keyStore(store, password(SECRET))
                  : TlsFiles.builder().certificate(chain, key))
              .open();
        } catch (IOException e) {
          assertTrue(e.getMessage().contains("clark"), e.getMessage());
        }
      }
      Files.write(file, whole);
    }
    works();
  }
}
