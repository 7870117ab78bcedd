package io.herd.internal;

import io.herd.HerdListener;
import io.herd.Limits;
import io.herd.protocol.OriginId;
import io.herd.spi.FloodingPolicy;
import io.herd.spi.PlacesProvider;
import io.herd.spi.TlsEngines;
import io.herd.spi.WireLog;
import org.jspecify.annotations.Nullable;

/**
 * What a node was built with and never changes. Immutable.
 *
 * @param self this node in this life
 * @param clientTls what secures the connections of clients, or null
 * @param peerTls what secures the links, or null; then a neighbour must show a certificate
 */
public record Settings(
    OriginId self,
    String herd,
    Limits limits,
    Timing timing,
    boolean closeAfterAnswer,
    @Nullable TlsEngines clientTls,
    @Nullable TlsEngines peerTls,
    FloodingPolicy policy,
    @Nullable PlacesProvider places,
    HerdListener listener,
    @Nullable WireLog wireLog) {}
