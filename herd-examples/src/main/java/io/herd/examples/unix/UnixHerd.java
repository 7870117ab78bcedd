package io.herd.examples.unix;

import io.herd.HerdListener;
import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.protocol.AtView;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Two nodes that talk over socket files, in the directory that is given or in a new one. Clients
 * can talk to them with {@code nc -U}.
 */
public final class UnixHerd {

  private static final ServerId BONA = ServerId.of("Bona");
  private static final ServerId CLARK = ServerId.of("Clark");

  private UnixHerd() {}

  /** Reports at one node, waits for the other, and then for the end of the input. */
  public static void main(String[] args) throws IOException {
    Path directory = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("herd");
    UnixDomainSocketAddress clarks = UnixDomainSocketAddress.of(directory.resolve("clark"));
    UnixDomainSocketAddress bonas = UnixDomainSocketAddress.of(directory.resolve("bona"));
    CompletableFuture<String> heard = new CompletableFuture<>();
    HerdListener listener =
        new HerdListener() {
          @Override
          public void onReport(AtView report, boolean acceptedHere) {
            heard.complete("Bona heard: " + report.copy());
          }
        };
    try (HerdNode clark = node(CLARK, clarks).neighbour(BONA, bonas).start();
        HerdNode bona = node(BONA, bonas).neighbour(CLARK, clarks).listener(listener).start()) {
      clark.report("kiwi", 34.068930, -118.445127, Instant.now());
      System.out.println(heard.join());
      System.out.println("talk to them, and end the input here to stop them:");
      System.out.println("nc -U " + clark.address());
      System.out.println("nc -U " + bona.address());
      System.in.readAllBytes();
    }
  }

  private static HerdNodeBuilder node(ServerId id, UnixDomainSocketAddress address) {
    return HerdNode.builder(id).listen(address).transport(new UnixTransport());
  }
}
