package io.herd.internal;

import io.herd.HerdListener;
import io.herd.Limits;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.FloodingPolicy;
import io.herd.spi.PeerAuthenticator;
import io.herd.spi.PlacesProvider;
import io.herd.spi.WireLog;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node was built with. Immutable.
 *
 * @param self this node in this life
 * @param members the servers whose records are taken, or null to take those of any
 */
public record Settings(
    OriginId self,
    String herd,
    @Nullable Set<ServerId> members,
    Limits limits,
    long maxFutureNanos,
    long pingNanos,
    boolean closeAfterAnswer,
    PeerAuthenticator authenticator,
    FloodingPolicy policy,
    @Nullable PlacesProvider places,
    HerdListener listener,
    @Nullable WireLog wireLog) {}
