package io.herd.testkit.tls;

/** Kinds of key pairs. */
public enum TestKeys {
  /** On the curve P-256. */
  EC("SHA256withECDSA"),
  /** RSA with 2,048 bits. */
  RSA("SHA256withRSA");

  private final String signature;

  TestKeys(String signature) {
    this.signature = signature;
  }

  /** The algorithm by which such a key signs certificates. */
  String signature() {
    return signature;
  }
}
