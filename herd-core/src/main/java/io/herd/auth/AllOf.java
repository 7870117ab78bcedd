package io.herd.auth;

import io.herd.spi.Connection;
import io.herd.spi.Handshake;
import io.herd.spi.PeerAuthenticator;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Several proofs, all of which have to be good: a secret and a certificate's name, for instance.
 * All servers of the herd must ask for the same ones in the same order. Immutable.
 */
public final class AllOf implements PeerAuthenticator {

  /** Stands between two proofs; no proof may have it. */
  private static final String SEPARATOR = ",";

  private final List<PeerAuthenticator> parts;

  private AllOf(List<PeerAuthenticator> parts) {
    this.parts = parts;
  }

  /**
   * All of these.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static AllOf of(PeerAuthenticator... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("parts are none, must be at least 1");
    }
    return new AllOf(List.of(parts));
  }

  @Override
  public String prove(Handshake handshake, Handshake.Side self) {
    List<String> proofs = new ArrayList<>();
    for (PeerAuthenticator part : parts) {
      String proof = part.prove(handshake, self);
      if (proof.contains(SEPARATOR)) {
        throw new IllegalStateException(part + " has made a proof with a comma in it");
      }
      proofs.add(proof);
    }
    return String.join(SEPARATOR, proofs);
  }

  @Override
  public boolean accepts(
      Handshake handshake, Handshake.Side other, String proof, Connection connection) {
    String[] proofs = proof.split(SEPARATOR, -1);
    boolean accepted = proofs.length == parts.size();
    for (int i = 0; i < parts.size(); i++) {
      // all are looked at, so that the time tells nothing of which one was wrong
      String part = i < proofs.length ? proofs[i] : "";
      accepted &= parts.get(i).accepts(handshake, other, part, connection);
    }
    return accepted;
  }

  /** One that can tell neighbours from strangers is enough. */
  @Override
  public boolean covers(SocketAddress address) {
    return parts.stream().anyMatch(part -> part.covers(address));
  }

  @Override
  public String toString() {
    return "AllOf" + parts;
  }
}
