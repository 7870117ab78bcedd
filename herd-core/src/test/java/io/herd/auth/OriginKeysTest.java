package io.herd.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.protocol.ServerId;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginKeysTest {

  private static final ServerId CLARK = ServerId.of("Clark");
  private static final ServerId BONA = ServerId.of("Bona");

  private final KeyPair clark = OriginKeys.generate();
  private final KeyPair bona = OriginKeys.generate();

  @Test
  void keysOfAServerAreFound() {
    OriginKeys keys =
        OriginKeys.of(
            CLARK, clark.getPrivate(), Map.of(CLARK, clark.getPublic(), BONA, bona.getPublic()));
    assertEquals(bona.getPublic(), keys.of(BONA));
    assertNull(keys.of(ServerId.of("Jaquez")));
    assertTrue(keys.toString().contains("Bona"));
  }

  @Test
  void keysThatDoNotBelongTogetherAreRefused() {
    var servers = Map.of(CLARK, bona.getPublic());
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> OriginKeys.of(CLARK, clark.getPrivate(), servers));
    assertEquals(
        "the private and the public key of Clark do not belong together", failure.getMessage());
  }

  @Test
  void ownPublicKeyIsNeeded() {
    assertThrows(
        IllegalArgumentException.class,
        () -> OriginKeys.of(CLARK, clark.getPrivate(), Map.of(BONA, bona.getPublic())));
  }

  @Test
  void keyOfAnotherKindIsRefused() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    assertThrows(
        IllegalArgumentException.class,
        () -> OriginKeys.of(CLARK, rsa.getPrivate(), Map.of(CLARK, rsa.getPublic())));
    assertThrows(
        IllegalArgumentException.class,
        () -> OriginKeys.publicKey(OriginKeys.base64(rsa.getPublic())));
  }

  @Test
  void keysSurviveTheirTexts() {
    byte[] pem = OriginKeys.pem(clark.getPrivate()).getBytes(US_ASCII);
    assertEquals(clark.getPrivate(), OriginKeys.privateKey(pem));
    String base64 = OriginKeys.base64(clark.getPublic());
    assertEquals(clark.getPublic(), OriginKeys.publicKey(base64));
    assertNotNull(
        OriginKeys.of(CLARK, OriginKeys.privateKey(pem), Map.of(CLARK, clark.getPublic())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n!secret!\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----"
      })
  void whatIsNoKeyIsRefusedWithoutBeingTold(String text) {
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> OriginKeys.privateKey(text.getBytes(US_ASCII)));
    assertFalse(failure.getMessage().contains("ecret"), failure.getMessage());
    assertNull(failure.getCause());
  }
}
