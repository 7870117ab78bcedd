package io.herd.tls;

/** What is asked of those who connect. */
public enum ClientCertificates {
  /** They are not asked for a certificate. */
  NONE,
  /** They may show one. It has to be trusted if they do. */
  WANTED,
  /** They have to show one that is trusted. */
  NEEDED
}
