package io.herd;

import io.herd.protocol.ServerId;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server that a node talks with. Both are configured with each other. Immutable.
 *
 * @param id the server's name
 * @param address where it listens, or null if it will connect to us
 */
public record Neighbour(ServerId id, @Nullable SocketAddress address) {}
