package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.CertificatePrincipal;
import io.herd.spi.Connection;
import io.herd.spi.Listener;
import io.herd.testkit.tls.TestEngines;
import io.herd.testkit.tls.TestIdentity;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The part of {@link TlsTransportContract} about how secured connections begin, or do not. */
public interface TlsHandshakeContract extends TlsSource {

  /** Both sides know the names of the other's certificate when they are opened. */
  @Test
  default void principalHasTheNamesOfTheCertificate() throws Exception {
    TestEngines dialing = TlsRigs.showing(this, TlsRigs.AUTHORITY.identity("Bona"));
    try (Rig rig = TlsRigs.rig(this, TlsRigs.clark(this).clientsShowCertificates())) {
      CompletableFuture<Set<String>> names = new CompletableFuture<>();
      Probe server = rig.probe().whenOpen(connection -> names.complete(names(connection)));
      rig.expect(server);
      Probe client = rig.probe();
      var address = rig.address();
      rig.run(() -> rig.transport().connect(address, dialing, client));
      assertEquals(Set.of("Bona", "localhost"), rig.await(names));
      Connection connection = rig.open(client);
      assertEquals(Set.of("Clark", "localhost"), rig.call(() -> names(connection)));
    }
  }

  /** Whoever is not asked for a certificate is nobody, and is served. */
  @Test
  default void withoutACertificateThereIsNoPrincipal() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe().echo();
      TransportPeer peer = rig.dial(probe);
      Connection connection = rig.open(probe);
      assertNull(rig.call(connection::principal));
      peer.write(Bytes.ascii("hello"));
      assertArrayEquals(Bytes.ascii("hello"), Bytes.read(peer, 5));
    }
  }

  /** The acceptor is asked before, onOpen comes after, and between them nothing can be sent. */
  @Test
  default void onOpenComesAfterTheHandshake() throws Exception {
    try (Rig rig = new Rig(this)) {
      CompletableFuture<Connection> asked = new CompletableFuture<>();
      Probe probe = rig.probe().echo();
      Listener listener =
          rig.transport()
              .listen(
                  anyAddress(),
                  connection -> {
                    asked.complete(connection);
                    return probe;
                  });
      TransportPeer plain = rig.keep(dialPlain(listener.address()));
      Connection connection = rig.await(asked);
      rig.run(
          () -> {
            rig.check(!probe.opened.isDone(), "onOpen comes before the handshake");
            rig.check(refusesToSend(connection), "send is possible before onOpen");
          });
      TlsPeer peer = TlsPeer.over(plain, TlsRigs.clark(this), tlsProtocol());
      assertEquals(connection, rig.open(probe));
      peer.write(Bytes.ascii("hello"));
      assertArrayEquals(Bytes.ascii("hello"), Bytes.read(peer, 5));
    }
  }

  /** Rule 2 below TLS: single bytes, and pieces of any length. */
  @Test
  default void handshakeMayComeInAnyPieces() throws Exception {
    Random random = new Random(1);
    for (IntSupplier pieces :
        List.<IntSupplier>of(() -> 1, () -> 1 + random.nextInt(7), () -> 1 + random.nextInt(300))) {
      try (Rig rig = new Rig(this)) {
        Probe probe = rig.probe().echo();
        rig.expect(probe);
        TransportPeer plain = TlsRigs.dialPlain(this, rig);
        TlsPeer peer = TlsPeer.over(plain, TlsRigs.clark(this), tlsProtocol(), pieces);
        peer.write(Bytes.ascii("hello"));
        assertArrayEquals(Bytes.ascii("hello"), Bytes.read(peer, 5));
      }
    }
  }

  /** Of another authority, out of its time, or none where one is needed: both sides are told. */
  @Test
  default void clientWithoutAGoodCertificateIsRefusedWithAnAlert() throws Exception {
    for (TestIdentity shown : Arrays.asList(TlsRigs.STRANGER, TlsRigs.EXPIRED, null)) {
      try (Rig rig = TlsRigs.rig(this, TlsRigs.clark(this).clientsShowCertificates())) {
        Probe probe = rig.probe();
        rig.expect(probe);
        TlsPeer peer = TlsRigs.dial(this, rig, TlsRigs.showing(this, shown));
        assertAlert(TlsRigs.readOut(peer));
        peer.close();
        assertTrue(rig.await(probe.closed).isPresent());
        assertFalse(probe.opened.isDone());
      }
    }
  }

  /** A refusal leaves nothing behind that is in the way of the next connection. */
  @Test
  default void clientWithAGoodCertificateIsTakenAfterOneWithout() throws Exception {
    try (Rig rig = TlsRigs.rig(this, TlsRigs.clark(this).clientsShowCertificates())) {
      rig.expect(rig.probe());
      TlsRigs.readOut(TlsRigs.dial(this, rig, TlsRigs.showing(this, null)));
      Probe probe = rig.probe().echo();
      rig.expect(probe);
      TlsPeer peer = TlsRigs.dial(this, rig, TlsRigs.showing(this, TlsRigs.KIWI));
      peer.write(Bytes.ascii("hello"));
      assertArrayEquals(Bytes.ascii("hello"), Bytes.read(peer, 5));
      Connection connection = rig.open(probe);
      assertEquals(Set.of("kiwi"), rig.call(() -> names(connection)));
    }
  }

  /** A server of another authority, or out of its time: both sides see onClose alone. */
  @Test
  default void serverWithoutAGoodCertificateIsRefused() throws Exception {
    for (TestIdentity shown : List.of(TlsRigs.STRANGER, TlsRigs.EXPIRED)) {
      try (Rig rig = TlsRigs.rig(this, TlsRigs.showing(this, shown))) {
        Probe server = rig.probe();
        rig.expect(server);
        Probe client = rig.probe();
        rig.connect(rig.address(), client);
        assertTrue(rig.await(client.closed).isPresent());
        assertTrue(rig.await(server.closed).isPresent());
        assertFalse(client.opened.isDone());
        assertFalse(server.opened.isDone());
      }
    }
  }

  /** Text where a handshake should be. */
  @Test
  default void plainClientOnATlsPortIsRefused() throws Exception {
    try (Rig rig = new Rig(this)) {
      assertRefused(rig, Bytes.ascii("IAMAT kiwi.cs.ucla.edu +34.068930-118.445127 1.5\n"));
      assertRefused(rig, Bytes.ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }
  }

  /** Anything at all where a handshake should be, also what begins like one. */
  @Test
  default void garbageOnATlsPortIsRefused() throws Exception {
    try (Rig rig = new Rig(this)) {
      for (int seed = 0; seed < 5; seed++) {
        assertRefused(rig, Bytes.random(seed, 100_000));
      }
      byte[] tooLong = Bytes.random(5, 100_000);
      System.arraycopy(new byte[] {0x16, 3, 1, (byte) 0xff, (byte) 0xff}, 0, tooLong, 0, 5);
      assertRefused(rig, tooLong);
      assertRefused(rig, new byte[] {0x16, 3, 3, 0, 5, 1, 0, 0, 1, 99});
      assertRefused(rig, new byte[] {0x17, 3, 3, 0, 1, 0});
      assertRefused(rig, new byte[] {0x15, 3, 3, 0, 2, 2, 40});
      Probe probe = rig.probe().echo();
      TransportPeer peer = rig.dial(probe);
      peer.write(Bytes.ascii("alive"));
      assertArrayEquals(Bytes.ascii("alive"), Bytes.read(peer, 5));
    }
  }

  /** Plain and secured listeners in one transport: each keeps to its own. */
  @Test
  default void tlsClientOnAPlainPortIsNotUnderstood() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      probe.whenData(
          (connection, in) -> {
            probe.take(in);
            Bytes.send(connection, Bytes.ascii("? \n"));
            probe.close(connection);
          });
      Listener listener = rig.transport().listen(anyAddress(), null, connection -> probe);
      TlsPeer peer =
          TlsPeer.over(rig.keep(dialPlain(listener.address())), TlsRigs.clark(this), tlsProtocol());
      assertNotNull(peer.refusal());
      assertEquals(0x16, probe.awaitReceived(1)[0]);
      TransportPeer secured = rig.dial(rig.probe().echo());
      secured.write(Bytes.ascii("hello"));
      assertArrayEquals(Bytes.ascii("hello"), Bytes.read(secured, 5));
    }
  }

  /** Something that is no TLS, or nothing, from the server that was dialed. */
  @Test
  default void plainServerIsRefused() throws Exception {
    try (Rig rig = new Rig(this)) {
      for (String greeting : List.of("220 mail.example ESMTP\r\n", "")) {
        Probe server = rig.probe();
        server.whenOpen(
            connection -> {
              Bytes.send(connection, Bytes.ascii(greeting));
              connection.close();
            });
        Listener listener = rig.transport().listen(anyAddress(), null, connection -> server);
        Probe client = rig.probe();
        rig.connect(listener.address(), client);
        assertTrue(rig.await(client.closed).isPresent());
        assertFalse(client.opened.isDone());
      }
    }
  }

  /** Whoever connects and says nothing, or half of something, is got rid of. */
  @Test
  default void unfinishedHandshakeEndsByAbortAndByClose() throws Exception {
    try (Rig rig = new Rig(this)) {
      for (boolean abort : new boolean[] {true, false}) {
        CompletableFuture<Connection> asked = new CompletableFuture<>();
        Probe probe = rig.probe();
        Listener listener =
            rig.transport()
                .listen(
                    anyAddress(),
                    connection -> {
                      asked.complete(connection);
                      return probe;
                    });
        TransportPeer plain = rig.keep(dialPlain(listener.address()));
        plain.write(new byte[] {0x16, 3, 1, 1, 0, 1, 0});
        Connection connection = rig.await(asked);
        rig.run(
            () -> {
              if (abort) {
                probe.abort(connection);
              } else {
                probe.close(connection);
              }
            });
        assertTrue(rig.await(probe.closed).isEmpty());
        assertFalse(probe.opened.isDone());
        Bytes.readOut(plain);
      }
    }
  }

  /** A client that goes away in the middle is a failure, and told once. */
  @Test
  default void endInTheMiddleOfAHandshakeIsAFailure() throws Exception {
    try (Rig rig = new Rig(this)) {
      Probe probe = rig.probe();
      rig.expect(probe);
      TransportPeer plain = TlsRigs.dialPlain(this, rig);
      plain.write(new byte[] {0x16, 3, 1, 1, 0, 1, 0});
      plain.shutdownOutput();
      assertTrue(rig.await(probe.closed).isPresent());
      assertFalse(probe.opened.isDone());
    }
  }

  /** The end of the transport is the end of handshakes too. */
  @Test
  default void transportCloseEndsHandshakes() throws Exception {
    Probe probe;
    try (Rig rig = new Rig(this)) {
      CompletableFuture<Connection> asked = new CompletableFuture<>();
      Probe waiting = rig.probe();
      Listener listener =
          rig.transport()
              .listen(
                  anyAddress(),
                  connection -> {
                    asked.complete(connection);
                    return waiting;
                  });
      rig.keep(dialPlain(listener.address())).write(new byte[] {0x16});
      rig.await(asked);
      probe = waiting;
    }
    assertTrue(probe.closed.isDone());
    assertFalse(probe.opened.isDone());
  }

  /** Each connection asks for its own engine. */
  @Test
  default void certificateThatIsNewIsUsedForTheNextConnection() throws Exception {
    TestEngines engines = TlsRigs.clark(this);
    TestIdentity renewed = TlsRigs.AUTHORITY.identity("Clark");
    try (Rig rig = TlsRigs.rig(this, engines)) {
      TlsPeer before = served(rig);
      assertEquals(TlsRigs.CLARK.certificate(), before.shown());
      engines.show(renewed);
      assertEquals(renewed.certificate(), served(rig).shown());
      before.write(Bytes.ascii("old"));
      assertArrayEquals(Bytes.ascii("old"), Bytes.read(before, 3));
    }
  }

  /** No certificate is no reason to end the listener, or to open a connection in plain text. */
  @Test
  default void withoutAUsableCertificateConnectionsAreClosed() throws Exception {
    TestEngines engines = TlsRigs.clark(this);
    List<Probe> asked = new CopyOnWriteArrayList<>();
    try (Rig rig = TlsRigs.rig(this, engines)) {
      engines.fail();
      Listener listener =
          rig.transport()
              .listen(
                  anyAddress(),
                  connection -> {
                    Probe probe = rig.probe().echo();
                    asked.add(probe);
                    return probe;
                  });
      TransportPeer refused = rig.keep(dialPlain(listener.address()));
      Bytes.readOut(refused);
      for (Probe probe : asked) {
        assertTrue(rig.await(probe.closed).isPresent());
        assertFalse(probe.opened.isDone());
      }
      Probe client = rig.probe();
      rig.connect(listener.address(), client);
      assertTrue(rig.await(client.closed).isPresent());
      assertFalse(client.opened.isDone());
      engines.show(TlsRigs.CLARK);
      TlsPeer peer =
          TlsPeer.over(rig.keep(dialPlain(listener.address())), TlsRigs.clark(this), tlsProtocol());
      peer.write(Bytes.ascii("alive"));
      assertArrayEquals(Bytes.ascii("alive"), Bytes.read(peer, 5));
    }
  }

  private TlsPeer served(Rig rig) throws Exception {
    rig.expect(rig.probe().echo());
    TlsPeer peer = TlsRigs.dial(this, rig, TlsRigs.clark(this));
    peer.write(Bytes.ascii("hello"));
    assertArrayEquals(Bytes.ascii("hello"), Bytes.read(peer, 5));
    return peer;
  }

  private void assertRefused(Rig rig, byte[] sent) throws Exception {
    Probe probe = rig.probe();
    rig.expect(probe);
    TransportPeer plain = TlsRigs.dialPlain(this, rig);
    try {
      plain.write(sent);
    } catch (IOException e) {
      assertNotNull(e); // refused before all of it was read
    }
    Bytes.readOut(plain);
    plain.close();
    assertTrue(rig.await(probe.closed).isPresent());
    assertFalse(probe.opened.isDone());
  }

  private static void assertAlert(@Nullable IOException failure) {
    assertTrue(
        failure instanceof SSLException && String.valueOf(failure.getMessage()).contains("alert"),
        "no alert comes, but " + failure);
  }

  private static boolean refusesToSend(Connection connection) {
    try {
      connection.send(new byte[1], 0, 1);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static Set<String> names(Connection connection) {
    return connection.principal() instanceof CertificatePrincipal owner
        ? owner.names()
        : Set.of("nobody, but " + connection.principal());
  }
}
