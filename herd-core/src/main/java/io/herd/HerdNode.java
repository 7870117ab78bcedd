package io.herd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.internal.NodeCore;
import io.herd.protocol.AtRecord;
import io.herd.protocol.ServerId;
import io.herd.spi.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A server of the herd: takes position reports, tells its neighbours, and knows what every server
 * of the herd was told.
 *
 * <pre>{@code
 * HerdNode node = HerdNode.builder(ServerId.of("Clark"))
 *     .listen(new InetSocketAddress("127.0.0.1", 0))
 *     .neighbour(ServerId.of("Bona"), bonaAddress)
 *     .transport(NioTransport.create())
 *     .start();
 * }</pre>
 *
 * <p>The stages that the methods return are completed on the node's loop: what is hung on them must
 * not block. Thread-safe.
 */
public final class HerdNode implements AutoCloseable {

  /** How long {@link #close} lets answers go out. */
  private static final Duration CLOSE_DRAIN = Duration.ofSeconds(2);

  private final ServerId id;
  private final Transport transport;
  private final NodeCore core;
  private final Listeners listeners;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
  private final LoopCalls calls;

  HerdNode(ServerId id, Transport transport, NodeCore core, Listeners listeners) {
    this.id = id;
    this.transport = transport;
    this.core = core;
    this.listeners = listeners;
    this.calls = new LoopCalls(transport.loop(), id.toString());
  }

  /** A builder for the server of this name. */
  public static HerdNodeBuilder builder(ServerId id) {
    return new HerdNodeBuilder(id);
  }

  /** The server's name. */
  public ServerId id() {
    return id;
  }

  /**
   * The first address on which the node listens, with its real port.
   *
   * @throws IllegalStateException if it listens on none
   */
  public SocketAddress address() {
    List<SocketAddress> addresses = listeners.addresses();
    if (addresses.isEmpty()) {
      throw new IllegalStateException(id + " listens on no address");
    }
    return addresses.get(0);
  }

  /** All addresses on which the node listens, in the order in which it began to. */
  public List<SocketAddress> addresses() {
    return listeners.addresses();
  }

  /**
   * Listens on one more address.
   *
   * @return the address with its real port
   * @throws IOException if it cannot be listened on
   * @throws IllegalStateException if the node is stopped, or the address is for clients and
   *     servers, and these have different TLS
   */
  public SocketAddress listen(SocketAddress address, Audience audience) throws IOException {
    if (stopped.get()) {
      throw new IllegalStateException(id + " is stopped");
    }
    return listeners.add(address, audience);
  }

  /**
   * Listens on this address no longer. What is connected stays connected.
   *
   * @param address one of {@link #addresses}
   * @return whether the node listened on it
   */
  public boolean unlisten(SocketAddress address) {
    return listeners.remove(address);
  }

  /** Whom the node talks with. */
  public CompletionStage<Membership> membership() {
    return calls.call(result -> result.accept(core.membership()));
  }

  /**
   * Changes whom the node talks with, how they prove who they are, and whose records it takes.
   * Links with neighbours that stay are not touched, whatever they have proved when they came up; a
   * changed address counts from the next time the neighbour is dialled. Clients notice nothing.
   *
   * @return completed when the change is in force; failed with {@link IllegalStateException} if it
   *     cannot be, or the node is closed, and then everything is as it was
   * @throws IllegalArgumentException if the node is named as its own neighbour
   */
  public CompletionStage<@Nullable Void> change(Membership next) {
    HerdNodeBuilder.requireOthers(id, next);
    return calls.call(
        result -> {
          core.change(next);
          result.accept(null);
        });
  }

  /**
   * Reports a position, as a client does with IAMAT.
   *
   * @param client the client's id, not empty and without white space
   * @param latitude decimal degrees, -90 to 90
   * @param longitude decimal degrees, -180 to 180
   * @param time when the client was there, by its own clock; from 1677 to 2262
   * @return the AT line that a client would be answered with, once the report is visible here;
   *     failed with {@link IllegalStateException} if the node is closed, or the client new and the
   *     store full, and with {@link IllegalArgumentException} if the id is so long that the line
   *     would be longer than {@link Limits#lineBytes()}, or the report older than {@link
   *     HerdNodeBuilder#timeToLive} allows
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public CompletionStage<AtRecord> report(
      String client, double latitude, double longitude, Instant time) {
    byte[] line = ReportLine.of(client, latitude, longitude, time);
    return calls.call(result -> result.accept(core.local().report(line)));
  }

  /**
   * Finds the newest position of a client that this node knows of.
   *
   * @return empty for an unknown client; failed with {@link IllegalStateException} if the node is
   *     closed
   */
  public CompletionStage<Optional<AtRecord>> find(String client) {
    byte[] bytes = client.getBytes(UTF_8);
    return calls.call(result -> result.accept(Optional.ofNullable(core.local().find(bytes))));
  }

  /**
   * Removes a client in the whole herd: from now on it is unknown here, and at each other server as
   * soon as that hears of it, until it reports anew. That has to be a report of a time later than
   * the removal, which is now, or just behind the report that it removes if that is of a later
   * time; an earlier one is answered and changes nothing. What is kept of the client is its id and
   * that time; this expires as reports do, and with no {@link HerdNodeBuilder#timeToLive} it stays.
   *
   * @param client the client's id
   * @return false if the client is not known here; failed with {@link IllegalStateException} if the
   *     node is closed
   */
  public CompletionStage<Boolean> remove(String client) {
    byte[] bytes = client.getBytes(UTF_8);
    return calls.call(result -> result.accept(core.local().remove(bytes)));
  }

  /**
   * Asks what is near a client, as a client does with WHATSAT.
   *
   * @param radiusKm kilometres, 0 to 50
   * @param results how many places at most, 0 to 20
   * @return empty for an unknown client; failed with {@link IllegalStateException} if the node is
   *     closed. A failure of the places provider is a document of the fitting status
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public CompletionStage<Optional<Nearby>> whatsat(String client, double radiusKm, int results) {
    if (!(radiusKm >= 0 && radiusKm <= 50)) {
      throw new IllegalArgumentException("radiusKm is " + radiusKm + ", must be 0..50");
    }
    if (results < 0 || results > 20) {
      throw new IllegalArgumentException("results is " + results + ", must be 0..20");
    }
    byte[] bytes = client.getBytes(UTF_8);
    return calls.call(
        result ->
            core.local()
                .nearby(
                    bytes, radiusKm, results, near -> result.accept(Optional.ofNullable(near))));
  }

  /** What the node has counted, and how much it has, as of the last turn of its loop. */
  public HerdStats stats() {
    return core.stats();
  }

  /**
   * Stops in good order: accepts no more connections, answers what has come, tells the neighbours
   * the last reports, and closes. The transport is left for {@link #close} to end.
   *
   * @param drain how long this may take at most
   * @return completed on the loop when that is done or the time is over
   */
  public CompletionStage<@Nullable Void> stop(Duration drain) {
    if (stopped.compareAndSet(false, true)) {
      listeners.close();
      transport.loop().execute(() -> core.stop(drain.toNanos(), () -> drained.complete(null)));
    }
    return drained.copy();
  }

  /**
   * Stops as {@link #stop} does, within two seconds, and ends the transport with its thread. Waits
   * for that; must not be called on the node's loop. Idempotent.
   */
  @Override
  public void close() {
    if (transport.loop().inLoop()) {
      throw new IllegalStateException("close is called on the loop that it would wait for");
    }
    if (!closed.get()) {
      LoopCalls.await(stop(CLOSE_DRAIN), CLOSE_DRAIN.multipliedBy(2));
    }
    if (closed.compareAndSet(false, true)) {
      transport.close();
      calls.end();
    }
  }
}
