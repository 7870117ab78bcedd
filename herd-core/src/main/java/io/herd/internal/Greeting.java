package io.herd.internal;

import io.herd.internal.PeerLines.Hello;
import io.herd.protocol.ServerId;
import io.herd.spi.Handshake;
import io.herd.spi.Handshake.Side;
import io.herd.spi.Loop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way to become the link with a neighbour. The dialer greets with its
 * challenge; the acceptor answers with its own challenge and its proof; the dialer answers with its
 * proof. Whoever is not satisfied says BYE and why, and closes. Loop thread only.
 */
final class Greeting implements Role {

  /** How long a handshake may take. */
  static final long TIMEOUT_NANOS = 10_000_000_000L;

  private final NodeCore core;
  private final Session session;
  private final Side side;

  /** Known from the start to a dialer, and from the greeting on to an acceptor. */
  private @Nullable Link link;

  private @Nullable Hello sent;
  private @Nullable Hello received;
  private Loop.@Nullable Timer timeout;
  private boolean finished;

  private Greeting(NodeCore core, Session session, Side side, @Nullable Link link) {
    this.core = core;
    this.session = session;
    this.side = side;
    this.link = link;
  }

  static Greeting asDialer(NodeCore core, Session session, Link link) {
    return new Greeting(core, session, Side.DIALER, link);
  }

  /** For a connection that will be opened to servers only. */
  static Greeting asAcceptor(NodeCore core, Session session) {
    return new Greeting(core, session, Side.ACCEPTOR, null);
  }

  /** For a connection that is open and whose first line is a greeting. */
  static Greeting asAcceptorOfOpen(NodeCore core, Session session) {
    Greeting greeting = asAcceptor(core, session);
    greeting.startTimeout();
    return greeting;
  }

  @Override
  public void onOpen() {
    startTimeout();
    Link dialed = link;
    if (dialed == null) {
      return;
    }
    dialed.onDialOpen();
    Hello hello = hello(dialed.id());
    sent = hello;
    session.sendLine(hello.text());
  }

  private void startTimeout() {
    timeout =
        core.loop().schedule(TIMEOUT_NANOS, () -> refuse(Refusal.other("no handshake in time")));
  }

  private Hello hello(ServerId to) {
    Settings settings = core.settings();
    return new Hello(
        PeerLines.VERSION_MIN,
        PeerLines.VERSION_MAX,
        settings.herd(),
        core.self().toString(),
        to.toString(),
        settings.self().incarnation(),
        settings.timing().maxFuture(),
        settings.timing().timeToLive(),
        signatures(),
        core.challenge(),
        null);
  }

  /** Whether records are signed here, as a greeting says it. */
  private String signatures() {
    return core.replica().signatures() == null ? PeerLines.UNSIGNED : PeerLines.SIGNED;
  }

  @Override
  public void onLine(byte[] bytes, int from, int to) {
    List<String> fields = PeerLines.fields(bytes, from, to);
    switch (fields.get(0)) {
      case PeerLines.HELLO -> onHello(fields);
      case PeerLines.PROOF -> onProof(fields);
      case PeerLines.BYE -> onBye(String.join(" ", fields.subList(1, fields.size())));
      default -> refuse(Refusal.other("handshake expected"));
    }
  }

  private void onHello(List<String> fields) {
    Hello hello = Hello.parse(fields);
    if (received != null || hello == null) {
      refuse(Refusal.other("greeting malformed"));
      return;
    }
    received = hello;
    Refusal objection = objection(hello);
    if (objection != null) {
      refuse(objection);
      return;
    }
    if (side == Side.ACCEPTOR) {
      answer(hello);
    } else {
      prove(hello);
    }
  }

  /** What is wrong with the other side's greeting, or null. */
  private @Nullable Refusal objection(Hello hello) {
    if (hello.versionMin() > PeerLines.VERSION_MAX || hello.versionMax() < PeerLines.VERSION_MIN) {
      return Refusal.other(
          "protocol version not spoken, this server speaks "
              + PeerLines.VERSION_MIN
              + "-"
              + PeerLines.VERSION_MAX);
    }
    if (!hello.herd().equals(core.settings().herd())) {
      return Refusal.foreignHerd();
    }
    if (!hello.to().equals(core.self().toString())) {
      return Refusal.other("meant for " + hello.to() + ", this is " + core.self());
    }
    Link named = core.links().find(ServerId.of(hello.from()));
    if (named == null || side == Side.DIALER && named != link) {
      return Refusal.unknown(hello.from());
    }
    Refusal setting = objectionToSettings(hello);
    if (setting != null) {
      return setting;
    }
    link = named;
    return side == Side.ACCEPTOR ? named.objectionToAccepting() : null;
  }

  /** What of it is not as it is here, and has to be the same in the whole herd; or null. */
  private @Nullable Refusal objectionToSettings(Hello hello) {
    Settings settings = core.settings();
    if (hello.maxFutureNanos() != settings.timing().maxFuture()) {
      return Refusal.other(
          "maxFuture differs, here it is " + settings.timing().maxFuture() + " ns");
    }
    if (hello.timeToLiveNanos() != settings.timing().timeToLive()) {
      return Refusal.other(
          "timeToLive differs, here it is " + settings.timing().timeToLive() + " ns");
    }
    if (!hello.signatures().equals(signatures())) {
      return Refusal.other("records are " + signatures() + " here");
    }
    if (!core.membership().authenticator().covers(session.connection().remoteAddress())) {
      return Refusal.other("without a secret, neighbours are taken on loopback addresses only");
    }
    if (settings.peerTls() != null && session.connection().principal() == null) {
      return Refusal.proof("a certificate is required of neighbours");
    }
    return null;
  }

  private void answer(Hello hello) {
    Hello mine = hello(ServerId.of(hello.from()));
    sent = mine;
    String proof = core.membership().authenticator().prove(handshake(hello, mine), side);
    session.sendLine(mine.text() + " " + proof);
  }

  private void prove(Hello hello) {
    Hello mine = sent;
    if (mine == null || hello.proof() == null) {
      refuse(Refusal.proof("greeting without proof"));
      return;
    }
    Handshake handshake = handshake(mine, hello);
    if (!core.membership()
        .authenticator()
        .accepts(handshake, Side.ACCEPTOR, hello.proof(), session.connection())) {
      refuse(Refusal.proof("proof not accepted"));
      return;
    }
    session.sendLine(
        PeerLines.PROOF + " " + core.membership().authenticator().prove(handshake, side));
    established(hello);
  }

  private void onProof(List<String> fields) {
    Hello hello = received;
    Hello mine = sent;
    if (side == Side.DIALER || hello == null || mine == null || fields.size() < 2) {
      refuse(Refusal.other("proof not expected"));
      return;
    }
    if (!core.membership()
        .authenticator()
        .accepts(handshake(hello, mine), Side.DIALER, fields.get(1), session.connection())) {
      refuse(Refusal.proof("proof not accepted"));
      return;
    }
    established(hello);
  }

  private static Handshake handshake(Hello dialer, Hello acceptor) {
    return new Handshake(
        ServerId.of(dialer.from()),
        ServerId.of(acceptor.from()),
        dialer.text() + "\n" + acceptor.text());
  }

  private void established(Hello hello) {
    Link with = link;
    if (with == null) {
      throw new IllegalStateException("a handshake ended without a neighbour");
    }
    Refusal objection =
        core.links().find(with.id()) == with
            ? with.objectionTo(session, hello.incarnation())
            : Refusal.unknown(with.id().toString());
    if (objection != null) {
      refuse(objection);
      return;
    }
    end();
    with.establish(session, hello.incarnation());
  }

  private void refuse(Refusal refusal) {
    if (finished) {
      return;
    }
    end();
    core.events()
        .onRefusedHello(
            received == null ? null : received.from(),
            session.connection().remoteAddress(),
            refusal,
            core.nanoTime());
    session.sendLine(PeerLines.BYE + " " + refusal.reason());
    if (side == Side.DIALER && link != null) {
      link.onDialRefused(refusal.reason());
    }
    session.close();
  }

  private void onBye(String reason) {
    if (side == Side.DIALER && link != null) {
      link.onDialRefused(reason);
    }
    end();
    session.close();
  }

  private void end() {
    finished = true;
    if (timeout != null) {
      timeout.cancel();
    }
  }

  @Override
  public void onLongLine(byte[] bytes, int from, int to) {
    refuse(Refusal.other("line too long"));
  }

  @Override
  public int lineBytesMax() {
    return PeerLines.HELLO_BYTES_MAX;
  }

  @Override
  public void onLinesEnd() {}

  @Override
  public void onEnd() {
    session.close();
  }

  @Override
  public void onRoom() {}

  @Override
  public boolean takesUnfinishedLine() {
    return false;
  }

  @Override
  public boolean isTrusted() {
    return false;
  }

  @Override
  public boolean takesLines() {
    return !finished;
  }

  @Override
  public void onClose(String reason) {
    end();
    if (side == Side.DIALER && link != null) {
      link.onDialClosed(session, reason);
    }
  }
}
