package io.herd.testkit.sim;

import io.herd.HerdListener;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import java.util.function.Consumer;

/**
 * Passes on what happens at one life of a server to the listeners of the whole herd. Loop thread
 * only.
 */
final class ServerEvents implements HerdListener {

  private final SimulatedHerd herd;
  private final SimulatedServer server;
  private final OriginId self;

  ServerEvents(SimulatedHerd herd, SimulatedServer server, OriginId self) {
    this.herd = herd;
    this.server = server;
    this.self = self;
  }

  @Override
  public void onReport(AtView report, boolean acceptedHere) {
    long now = herd.simulation().now();
    OriginId origin = acceptedHere ? self : server.core().origin(report.origin);
    tell(
        listener -> {
          if (acceptedHere) {
            listener.onAccepted(now, server, report, origin);
          } else {
            listener.onKept(now, server, report, origin);
          }
        });
  }

  @Override
  public void onRemoval(AtView removal, boolean removedHere) {
    onReport(removal, removedHere);
  }

  @Override
  public void onPeerUp(ServerId neighbour) {
    long now = herd.simulation().now();
    tell(listener -> listener.onLinkUp(now, server, neighbour));
  }

  @Override
  public void onPeerDown(ServerId neighbour, String reason) {
    long now = herd.simulation().now();
    tell(listener -> listener.onLinkDown(now, server, neighbour, reason));
  }

  /** A node lets no exception of its listener through; an error it does. */
  private void tell(Consumer<SimulationListener> event) {
    try {
      herd.listeners().forEach(event);
    } catch (RuntimeException e) {
      throw new AssertionError("a listener of the simulation failed at " + server, e);
    }
  }
}
