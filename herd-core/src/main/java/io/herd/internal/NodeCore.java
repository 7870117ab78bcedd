package io.herd.internal;

import io.herd.Audience;
import io.herd.HerdStats;
import io.herd.Limits;
import io.herd.Membership;
import io.herd.auth.OriginKeys;
import io.herd.protocol.AtEncoder;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.LocationStore;
import io.herd.spi.Loop;
import io.herd.spi.PlacesProvider;
import io.herd.spi.Transport;
import io.herd.spi.WireLog;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a node: sessions, links, store and timers around one loop. Everything that
 * happens in one turn of the loop shares one reading of the wall clock, and at the end of the turn
 * every link sends what the turn brought. Loop thread only, but for {@link #stats}.
 */
public final class NodeCore {

  /**
   * The longest line of a neighbour: its own bound on its clients' lines may be any that {@link
   * Limits} allows, and an AT line has more than the report.
   */
  static final int PEER_LINE_BYTES_MAX =
      Limits.LINE_BYTES_MAX + AtEncoder.OVERHEAD_MAX + ServerId.LENGTH_MAX + 64;

  private static final int SCRATCH_BYTES_MIN = 1 << 16;

  private final Settings settings;
  private final Transport transport;
  private final Loop loop;
  private final Replica replica;
  private final Counters counters = new Counters();
  private final Events events;
  private final Sessions sessions;
  private final PlacesDesk places;
  private final LinkBits linkBits;
  private final Claims claims;
  private final Trees trees;
  private final Links links;
  private final Upkeep upkeep;
  private final LocalClient local;
  private final Expiry expiry;
  private final Reports reports;
  private final AtView found = new AtView();
  private byte[] scratch = new byte[SCRATCH_BYTES_MIN];
  private byte[] copies = {};
  private final Runnable turnEnd = this::onTurnEnd;
  private boolean turnEndDue;
  private boolean clockRead;
  private long epochNanos;

  /**
   * A node that has not begun. May be called from any thread, before anything else.
   *
   * @throws IllegalStateException if a neighbour has an address at which it cannot be told from
   *     strangers
   */
  public NodeCore(
      Settings settings, Transport transport, LocationStore store, Membership membership) {
    this.settings = settings;
    this.transport = transport;
    this.loop = transport.loop();
    OriginKeys keys = membership.keys();
    this.replica =
        new Replica(
            store,
            settings.self(),
            settings.timing(),
            keys == null ? null : new Signatures(settings.herd(), keys));
    this.events = new Events(settings, counters);
    this.sessions = new Sessions(this);
    this.places = new PlacesDesk(settings.places(), settings.limits(), loop, counters);
    this.linkBits = new LinkBits(store);
    this.claims = new Claims(replica);
    this.trees = new Trees(this);
    this.links = new Links(this, membership);
    this.upkeep = new Upkeep(this);
    this.expiry = new Expiry(this);
    this.reports = new Reports(this);
    this.local = new LocalClient(this);
  }

  /** Begins to see to the links. */
  public void start() {
    links.start();
    upkeep.start();
  }

  /** The handler of an accepted connection, or null if there are too many. */
  public @Nullable ConnectionHandler accept(Audience audience, Connection connection) {
    return sessions.accept(audience, connection);
  }

  /**
   * Changes whom the node talks with. Links that stay are not touched.
   *
   * @throws IllegalStateException if that cannot be; nothing has changed then
   */
  public void change(Membership next) {
    links.change(next);
  }

  /**
   * Answers what has come, tells the neighbours and closes everything.
   *
   * @param drainNanos how long that may take
   * @param done run when nothing is open any more or the time is over
   */
  public void stop(long drainNanos, Runnable done) {
    reports.settle();
    upkeep.stop(drainNanos, done);
  }

  // --- what happens ---

  /** A record was kept, from a client or from a neighbour. */
  void onKept(AtView kept, boolean here) {
    touch();
    events.onKept(kept, here);
  }

  // --- the turn ---

  /** Something changed: the links have their turn at the end of this one. */
  void touch() {
    if (!turnEndDue) {
      turnEndDue = true;
      loop.execute(turnEnd);
    }
  }

  /**
   * There is more to do than fits one turn: the next one goes on with it, after I/O had its chance.
   */
  void continueNextTurn() {
    loop.schedule(0, this::touch);
  }

  private void onTurnEnd() {
    try {
      reports.settle();
    } finally {
      turnEndDue = false; // also if the store throws: there are more turns
      clockRead = false;
    }
    links.catchUp().check();
    forEachPeer(peer -> peer.pump().run());
    counters.setNow(
        replica.store().clients(), replica.store().bytes(), sessions.count(), links.countUp());
    if (settings.wireLog() != null) {
      settings.wireLog().onTurnEnd();
    }
  }

  /** The wall clock, read once a turn. */
  long epochNanos() {
    if (!clockRead) {
      clockRead = true;
      epochNanos = transport.clock().epochNanos();
      touch();
    }
    return epochNanos;
  }

  // --- what the parts need of each other ---

  Settings settings() {
    return settings;
  }

  Limits limits() {
    return settings.limits();
  }

  ServerId self() {
    return settings.self().server();
  }

  Transport transport() {
    return transport;
  }

  Loop loop() {
    return loop;
  }

  long nanoTime() {
    return loop.nanoTime();
  }

  Replica replica() {
    return replica;
  }

  Expiry expiry() {
    return expiry;
  }

  LocationStore store() {
    return replica.store();
  }

  Counters counters() {
    return counters;
  }

  Events events() {
    return events;
  }

  Sessions sessions() {
    return sessions;
  }

  PlacesDesk places() {
    return places;
  }

  LinkBits linkBits() {
    return linkBits;
  }

  Claims claims() {
    return claims;
  }

  Trees trees() {
    return trees;
  }

  Links links() {
    return links;
  }

  void forEachPeer(Consumer<PeerSession> action) {
    links.forEachPeer(action);
  }

  /** Whom this node talks with now. */
  public Membership membership() {
    return links.membership();
  }

  Reports reports() {
    return reports;
  }

  /** The view that a record is looked up with. */
  AtView found() {
    return found;
  }

  /** Room to write lines in, for the length of one callback. */
  byte[] scratch() {
    return scratch;
  }

  /** The scratch, made larger if it has not so many bytes; what was in it is gone then. */
  byte[] scratch(int bytes) {
    if (scratch.length < bytes) {
      scratch = new byte[bytes];
    }
    return scratch;
  }

  /** The bytes between position and limit, in an array that is good until the next call. */
  byte[] copyOf(ByteBuffer buffer) {
    if (copies.length < buffer.remaining()) {
      copies = new byte[Math.max(buffer.remaining(), SCRATCH_BYTES_MIN)];
    }
    buffer.get(buffer.position(), copies, 0, buffer.remaining());
    return copies;
  }

  /** The log of lines, or null. Whoever asks is about to write to it. */
  @Nullable WireLog wireLog() {
    WireLog log = settings.wireLog();
    if (log != null) {
      touch();
    }
    return log;
  }

  /** The index of an origin, which becomes known if its server may be; -1 if it may not. */
  int originOf(OriginId origin) {
    return links.isMember(origin.server()) ? replica.origins().indexOf(origin) : -1;
  }

  /**
   * The delay, up to a half shorter, so that servers that failed together don't come back together.
   */
  long jittered(long nanos) {
    return nanos - (long) (nanos * 0.5 * transport.random().nextDouble());
  }

  /** A fresh random challenge: 32 hexadecimal digits. */
  String challenge() {
    return String.format(
        "%016x%016x", transport.random().nextLong(), transport.random().nextLong());
  }

  /** The application itself, as a client of this node. */
  public LocalClient local() {
    reports.settle();
    return local;
  }

  /** Up to which number of each origin everything is held here, beaten or expired. */
  public Map<OriginId, Long> heads() {
    reports.settle();
    Map<OriginId, Long> heads = new HashMap<>();
    Origins origins = replica.origins();
    for (int i = 0; i < origins.size(); i++) {
      if (origins.isKnown(i) && replica.heads().get(i) > 0) {
        heads.put(origins.id(i), replica.heads().get(i));
      }
    }
    return heads;
  }

  /** The origin that records of this node's store name by this index. */
  public OriginId origin(int index) {
    return replica.origins().id(index);
  }

  /** What the node has counted. Any thread. */
  public HerdStats stats() {
    PlacesProvider provider = settings.places();
    return counters.stats(provider == null ? Map.of() : provider.counts());
  }
}
