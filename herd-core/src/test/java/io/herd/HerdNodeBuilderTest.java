package io.herd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.herd.auth.LoopbackOnly;
import io.herd.auth.SharedSecret;
import io.herd.protocol.ServerId;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.TlsEngines;
import io.herd.spi.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HerdNodeBuilderTest {

  private static final ServerId CLARK = ServerId.of("Clark");
  private static final ServerId BONA = ServerId.of("Bona");
  private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 1);
  private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.1", 1);

  private final Transport transport = mock(Transport.class);
  private final Loop loop = mock(Loop.class);
  private final HerdNodeBuilder builder = HerdNode.builder(CLARK);

  HerdNodeBuilderTest() {
    when(transport.loop()).thenReturn(loop);
    when(transport.random()).thenReturn(new SplittableRandom(1));
  }

  @Test
  void nodeWithoutTransportDoesNotStart() {
    assertThrows(IllegalStateException.class, builder::start);
  }

  @Test
  void nodeIsNotItsOwnNeighbour() {
    assertThrows(IllegalArgumentException.class, () -> builder.neighbour(CLARK));
    assertThrows(IllegalArgumentException.class, () -> builder.neighbour(CLARK, LOOPBACK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", ".", "a\n", "a/b"})
  void herdHasAName(String name) {
    assertThrows(IllegalArgumentException.class, () -> builder.herd(name));
  }

  @Test
  void timesArePositive() {
    Duration least = Duration.ofNanos(1);
    assertEquals(builder, builder.maxFuture(least).pingInterval(least));
    assertEquals(builder, builder.maxFuture(Duration.ofDays(3_650)));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.maxFuture(Duration.ofDays(3_650).plusNanos(1)));
    for (Duration time : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      assertThrows(IllegalArgumentException.class, () -> builder.maxFuture(time));
      assertThrows(IllegalArgumentException.class, () -> builder.pingInterval(time));
    }
  }

  @Test
  void headsIntervalIsPositive() {
    assertEquals(builder, builder.headsInterval(Duration.ofNanos(1)));
    assertThrows(IllegalArgumentException.class, () -> builder.headsInterval(Duration.ZERO));
  }

  @Test
  void timesForWhichZeroMeansNeverAreNotNegative() {
    builder.batching(Duration.ZERO).timeToLive(Duration.ZERO).auditInterval(Duration.ZERO);
    Duration negative = Duration.ofNanos(-1);
    assertThrows(IllegalArgumentException.class, () -> builder.batching(negative));
    assertThrows(IllegalArgumentException.class, () -> builder.timeToLive(negative));
    assertThrows(IllegalArgumentException.class, () -> builder.auditInterval(negative));
  }

  @Test
  void membershipIsInsteadOfNeighbours() {
    Membership membership =
        new Membership(
            List.of(new Neighbour(ServerId.of("Bailey"), null)), null, new LoopbackOnly(), null);
    builder.transport(transport).neighbour(BONA).membership(membership);
    assertEquals(Set.of(ServerId.of("Bailey")), builder.start().stats().links().keySet());
  }

  @Test
  void nodeIsNotANeighbourInItsMembership() {
    Membership membership =
        new Membership(List.of(new Neighbour(CLARK, null)), null, new LoopbackOnly(), null);
    assertThrows(IllegalArgumentException.class, () -> builder.membership(membership));
    HerdNode node = builder.transport(transport).start();
    assertThrows(IllegalArgumentException.class, () -> node.change(membership));
  }

  @Test
  void eachAudienceHasItsOwnTls() throws IOException {
    TlsEngines clients = mock(TlsEngines.class);
    TlsEngines peers = mock(TlsEngines.class);
    when(transport.listen(any(), any(), any())).thenReturn(mock(Listener.class));
    builder.transport(transport).clientTls(clients).peerTls(peers);
    builder.listen(LOOPBACK, Audience.CLIENTS).listen(ELSEWHERE, Audience.SERVERS).start();
    verify(transport).listen(eq(LOOPBACK), same(clients), any());
    verify(transport).listen(eq(ELSEWHERE), same(peers), any());
  }

  @Test
  void oneAddressForAllHasOneTls() throws IOException {
    TlsEngines tls = mock(TlsEngines.class);
    when(transport.listen(any(), any(), any())).thenReturn(mock(Listener.class));
    builder.transport(transport).tls(tls).listen(LOOPBACK).start();
    verify(transport).listen(eq(LOOPBACK), same(tls), any());
    builder.clientTls(mock(TlsEngines.class));
    assertThrows(IllegalStateException.class, builder::start);
  }

  @Test
  void addressIsNoLongerListenedOnOnceTakenBack() throws IOException {
    Listener first = mock(Listener.class);
    Listener second = mock(Listener.class);
    when(first.address()).thenReturn(LOOPBACK);
    when(second.address()).thenReturn(ELSEWHERE);
    when(transport.listen(any(), any(), any())).thenReturn(first, second);
    HerdNode node = builder.transport(transport).listen(LOOPBACK).start();
    assertEquals(ELSEWHERE, node.listen(ELSEWHERE, Audience.SERVERS));
    assertTrue(node.unlisten(LOOPBACK));
    assertFalse(node.unlisten(LOOPBACK));
    assertEquals(List.of(ELSEWHERE), node.addresses());
    verify(first).close();
    verify(second, never()).close();
  }

  @Test
  void stoppedNodeListensNowhereAgain() throws IOException {
    HerdNode node = builder.transport(transport).start();
    var stopped = node.stop(Duration.ZERO);
    assertFalse(stopped.toCompletableFuture().isDone(), "the loop has to do it");
    assertThrows(IllegalStateException.class, () -> node.listen(LOOPBACK, Audience.ALL));
    verify(transport, never()).listen(any(), any(), any());
  }

  @Test
  void timeToLiveIsNotNegativeAndFitsAGreeting() {
    Duration most = Duration.ofDays(3_650);
    for (Duration time : List.of(Duration.ZERO, Duration.ofNanos(1), most)) {
      assertEquals(builder, builder.timeToLive(time).auditInterval(time).batching(time));
    }
    for (Duration time : List.of(Duration.ofNanos(-1), most.plusNanos(1))) {
      assertThrows(IllegalArgumentException.class, () -> builder.timeToLive(time));
      assertThrows(IllegalArgumentException.class, () -> builder.auditInterval(time));
      assertThrows(IllegalArgumentException.class, () -> builder.batching(time));
    }
  }

  @Test
  void neighbourElsewhereNeedsASecret() {
    builder.transport(transport).neighbour(BONA, ELSEWHERE);
    IllegalStateException refusal = assertThrows(IllegalStateException.class, builder::start);
    assertTrue(refusal.getMessage().contains("Bona"), refusal.getMessage());
    verify(loop, never()).execute(any());
  }

  @Test
  void neighbourElsewhereIsTakenWithASecret() {
    builder.transport(transport).neighbour(BONA, ELSEWHERE);
    builder.authenticator(SharedSecret.of(new byte[16])).start();
    verify(loop).execute(any());
  }

  @Test
  void neighboursOnLoopbackOrWithoutAddressNeedNoSecret() {
    builder.transport(transport).neighbour(BONA, LOOPBACK).neighbour(ServerId.of("Bailey")).start();
    verify(loop).execute(any());
  }

  @Test
  void addressThatCannotBeListenedOnClosesTheTransport() throws IOException {
    when(transport.listen(any(), any(), any())).thenThrow(new IOException("in use"));
    builder.transport(transport).listen(LOOPBACK);
    UncheckedIOException failure = assertThrows(UncheckedIOException.class, builder::start);
    assertTrue(failure.getMessage().contains("in use"), failure.getMessage());
    verify(transport).close();
    verify(loop, never()).execute(any());
  }

  @Test
  void addressesAreTheListenersInTheirOrder() throws IOException {
    Listener first = mock(Listener.class);
    Listener second = mock(Listener.class);
    when(first.address()).thenReturn(LOOPBACK);
    when(second.address()).thenReturn(ELSEWHERE);
    when(transport.listen(any(), any(), any())).thenReturn(first, second);
    HerdNode node = builder.transport(transport).listen(LOOPBACK).listen(ELSEWHERE).start();
    assertEquals(LOOPBACK, node.address());
    assertEquals(List.of(LOOPBACK, ELSEWHERE), node.addresses());
  }

  @Test
  void nodeThatListensNowhereHasNoAddress() {
    HerdNode node = builder.transport(transport).start();
    assertThrows(IllegalStateException.class, node::address);
    assertEquals(List.of(), node.addresses());
  }

  @Test
  void nodeIsNotClosedOnItsOwnLoop() {
    HerdNode node = builder.transport(transport).start();
    when(loop.inLoop()).thenReturn(true);
    assertThrows(IllegalStateException.class, node::close);
    verify(transport, never()).close();
  }

  @Test
  void questionsOutOfRangeAreTheCallersMistake() {
    HerdNode node = builder.transport(transport).start();
    for (double radius : new double[] {-0.1, 50.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> node.whatsat("kiwi", radius, 5));
    }
    assertThrows(IllegalArgumentException.class, () -> node.whatsat("kiwi", 10, -1));
    assertThrows(IllegalArgumentException.class, () -> node.whatsat("kiwi", 10, 21));
  }
}
