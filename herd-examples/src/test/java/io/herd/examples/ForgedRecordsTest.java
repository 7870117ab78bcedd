package io.herd.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.HerdNode;
import io.herd.HerdNodeBuilder;
import io.herd.HerdStats.Count;
import io.herd.auth.OriginKeys;
import io.herd.auth.SharedSecret;
import io.herd.protocol.ServerId;
import io.herd.spi.Handshake;
import io.herd.spi.Handshake.Side;
import io.herd.spi.Transport;
import io.herd.transport.netty.NettyTransport;
import io.herd.transport.nio.NioTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Records that nobody accepted, said to a server over real connections by clients, strangers and a
 * captured neighbour: they change nothing, neither there nor at its other neighbour.
 */
@Timeout(60)
class ForgedRecordsTest {

  private static final ServerId CLARK = ServerId.of("Clark");
  private static final ServerId BONA = ServerId.of("Bona");
  private static final ServerId BAILEY = ServerId.of("Bailey");
  private static final ServerId JAQUEZ = ServerId.of("Jaquez");
  private static final SharedSecret SECRET =
      SharedSecret.of("the herd's own secret".getBytes(US_ASCII));
  private static final SharedSecret GUESS =
      SharedSecret.of("somebody's own guess".getBytes(US_ASCII));
  private static final String HELLO =
      "HELLO herd/1-1 herd Bona Clark b0 60000000000 0 signed c0ffee";

  private final Map<ServerId, KeyPair> keys = new HashMap<>();
  private HerdNode clark;
  private HerdNode jaquez;

  enum Kind {
    NIO,
    NETTY;

    Transport create() {
      return this == NIO ? NioTransport.create() : NettyTransport.create();
    }
  }

  private void start(Kind kind) {
    for (ServerId server : List.of(CLARK, BONA, BAILEY, JAQUEZ)) {
      keys.put(server, OriginKeys.generate());
    }
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    jaquez = node(JAQUEZ, kind).listen(any).neighbour(CLARK).start();
    clark =
        node(CLARK, kind).listen(any).neighbour(BONA).neighbour(JAQUEZ, jaquez.address()).start();
    eventually(() -> clark.stats().peersUp() == 1 && jaquez.stats().peersUp() == 1);
  }

  private HerdNodeBuilder node(ServerId id, Kind kind) {
    Map<ServerId, PublicKey> publicKeys = new HashMap<>();
    keys.forEach((server, pair) -> publicKeys.put(server, pair.getPublic()));
    return HerdNode.builder(id)
        .transport(kind.create())
        .members(keys.keySet())
        .authenticator(SECRET)
        .signatures(OriginKeys.of(id, keys.get(id).getPrivate(), publicKeys));
  }

  @AfterEach
  void close() {
    clark.close();
    jaquez.close();
  }

  private static void eventually(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.interrupted()) {
        throw new IllegalStateException("it took too long");
      }
    }
  }

  private LineClient connect() throws IOException {
    return LineClient.connect((InetSocketAddress) clark.address());
  }

  /** A connection that has become the link with Bona, or tried to. */
  private static String greet(LineClient bona, SharedSecret secret) throws IOException {
    String answer = bona.ask(HELLO);
    String challenge = answer.substring(0, answer.lastIndexOf(' '));
    Handshake handshake = new Handshake(BONA, CLARK, HELLO + "\n" + challenge);
    return bona.ask("PROOF " + secret.prove(handshake, Side.DIALER));
  }

  /** Clark may have more to say of what it holds, if it was still hearing of Jaquez's. */
  private static void awaitPong(LineClient bona, String answer) throws IOException {
    String line = answer;
    while (!line.equals("PONG")) {
      assertTrue(line.startsWith("HAVE "), line);
      line = bona.ask("PING");
    }
  }

  private static String line(ServerId origin, String client) {
    return "AT %s +1.000000000 %s +1-1 1767225599 b0 1".formatted(origin, client);
  }

  private String signed(ServerId by, String line) throws Exception {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.get(by).getPrivate());
    signer.update(("herd\n" + line).getBytes(US_ASCII));
    return line + " " + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
  }

  /** What comes after the forgeries is everywhere; so they are not on their way any more. */
  private void assertNothingChanged() throws Exception {
    clark.report("last", 1, 1, Instant.EPOCH).toCompletableFuture().get(30, SECONDS);
    eventually(() -> jaquez.find("last").toCompletableFuture().join().isPresent());
    // the figures are those of the last turn that has ended
    eventually(() -> clark.stats().clients() > 0 && jaquez.stats().clients() > 0);
    assertEquals(1, clark.stats().clients());
    assertEquals(1, jaquez.stats().clients());
    assertTrue(clark.find("kiwi").toCompletableFuture().get(30, SECONDS).isEmpty());
    assertTrue(jaquez.find("kiwi").toCompletableFuture().get(30, SECONDS).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void clientsAreNotBelieved(Kind kind) throws Exception {
    start(kind);
    try (LineClient client = connect()) {
      for (String line : List.of(line(CLARK, "kiwi"), signed(BAILEY, line(BAILEY, "kiwi")))) {
        assertEquals("? " + line, client.ask(line));
      }
      assertEquals("? HEADS Bailey/b0:9", client.ask("HEADS Bailey/b0:9"));
    }
    assertNothingChanged();
  }

  @ParameterizedTest
  @EnumSource
  void strangersWithAWrongProofAreNotBelieved(Kind kind) throws Exception {
    start(kind);
    try (LineClient stranger = connect()) {
      String answer = stranger.ask(HELLO);
      assertTrue(answer.startsWith("HELLO "), answer);
      String record = signed(BONA, line(BONA, "kiwi"));
      assertEquals("BYE proof not accepted", stranger.ask("PROOF c0ffee\n" + record));
    }
    try (LineClient stranger = connect()) {
      assertEquals("BYE proof not accepted", greet(stranger, GUESS));
    }
    eventually(() -> clark.stats().count(Count.HELLOS_WITHOUT_PROOF) == 2);
    assertNothingChanged();
  }

  @ParameterizedTest
  @EnumSource
  void recordedProofIsWorthNothing(Kind kind) throws Exception {
    start(kind);
    String recorded;
    try (LineClient bona = connect()) {
      String answer = bona.ask(HELLO);
      String challenge = answer.substring(0, answer.lastIndexOf(' '));
      recorded = SECRET.prove(new Handshake(BONA, CLARK, HELLO + "\n" + challenge), Side.DIALER);
      assertTrue(bona.ask("PROOF " + recorded).startsWith("HAVE "));
    }
    eventually(() -> clark.stats().peersUp() == 1);
    try (LineClient replay = connect()) {
      replay.ask(HELLO);
      assertEquals("BYE proof not accepted", replay.ask("PROOF " + recorded));
    }
    assertNothingChanged();
  }

  @ParameterizedTest
  @EnumSource
  void capturedNeighbourSpeaksForNobodyElse(Kind kind) throws Exception {
    start(kind);
    try (LineClient bona = connect()) {
      assertTrue(greet(bona, SECRET).startsWith("HAVE "));
      String good = signed(BAILEY, line(BAILEY, "emu"));
      List<String> forged =
          List.of(
              line(BAILEY, "kiwi"),
              signed(BONA, line(BAILEY, "kiwi")),
              good.replace(" emu ", " kiwi "),
              signed(BONA, line(ServerId.of("Hill"), "kiwi")),
              signed(BONA, line(CLARK, "kiwi")),
              "HEADS Bailey/b0:999999",
              "PING");
      awaitPong(bona, bona.ask(String.join("\n", forged)));
      assertEquals(5, clark.stats().count(Count.RECORDS_RECEIVED));
      assertEquals(5, clark.stats().count(Count.RECORDS_REFUSED));
      assertNothingChanged();
      bona.out().write((good + "\n").getBytes(US_ASCII));
      eventually(() -> jaquez.find("emu").toCompletableFuture().join().isPresent());
    }
  }
}
