package io.herd.examples;

import io.herd.HerdListener;
import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.auth.SharedSecret;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import io.herd.transport.nio.NioTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Two nodes with a secret: what one is told, the listener of the other hears. */
public final class EmbeddedHerd {

  private static final ServerId BONA = ServerId.of("Bona");
  private static final ServerId CLARK = ServerId.of("Clark");

  private EmbeddedHerd() {}

  private static HerdNodeBuilder node(ServerId id) {
    byte[] secret = "to be had from elsewhere".getBytes(StandardCharsets.UTF_8);
    return HerdNode.builder(id)
        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .transport(NioTransport.create())
        .authenticator(SharedSecret.of(secret));
  }

  /** Reports at one node and waits for the other. */
  public static void main(String[] args) {
    CompletableFuture<String> heard = new CompletableFuture<>();
    HerdListener listener =
        new HerdListener() {
          @Override
          public void onReport(AtView report, boolean acceptedHere) {
            heard.complete("Bona heard: " + report.copy());
          }
        };
    try (HerdNode clark = node(CLARK).neighbour(BONA).start();
        HerdNode bona = node(BONA).neighbour(CLARK, clark.address()).listener(listener).start()) {
      System.out.println(bona.id() + " connects to " + clark.address());
      clark.report("kiwi", 34.068930, -118.445127, Instant.now());
      System.out.println(heard.join());
    }
  }
}
