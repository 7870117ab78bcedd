package io.herd.examples;

import io.herd.HerdNode;
import io.herd.places.EmbeddedPlaces;
import io.herd.protocol.ServerId;
import io.herd.transport.nio.NioTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

/** The smallest embedding: a herd of one node inside of an application, without any client. */
public final class EmbeddedNode {

  private EmbeddedNode() {}

  /** Reports a position and asks what is near. */
  public static void main(String[] args) {
    try (HerdNode node =
        HerdNode.builder(ServerId.of("Clark"))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .transport(NioTransport.create())
            .places(EmbeddedPlaces.load())
            .start()) {
      node.report("kiwi", 34.068930, -118.445127, Instant.now())
          .thenAccept(System.out::println)
          .thenCompose(reported -> node.whatsat("kiwi", 10, 3))
          .thenAccept(near -> System.out.println(near.orElseThrow().json()))
          .toCompletableFuture()
          .join();
    }
  }
}
