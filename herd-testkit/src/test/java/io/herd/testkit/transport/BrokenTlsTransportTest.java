package io.herd.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.herd.spi.Acceptor;
import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Listener;
import io.herd.spi.Loop;
import io.herd.spi.TlsEngines;
import io.herd.spi.Transport;
import io.herd.testkit.tls.TestEngines;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Each test of TLS can fail: a transport that does just this wrong does not pass it. */
final class BrokenTlsTransportTest {

  private static void fails(
      EngineTransport.Maker broken, ThrowingConsumer<TlsTransportContract> test) {
    failsWith(plain -> new EngineTransport(plain, broken), test);
  }

  private static void failsWith(
      UnaryOperator<Transport> broken, ThrowingConsumer<TlsTransportContract> test) {
    Contract contract = new Contract(broken, new MemoryNetwork(1));
    Throwable thrown = assertThrows(Throwable.class, () -> test.accept(contract));
    if (!(thrown instanceof AssertionError || thrown instanceof IOException)) {
      throw new AssertionError("fails, but not as a test does", thrown);
    }
  }

  /** The contract with a broken transport; little patience, where failing is waited for. */
  private record Contract(UnaryOperator<Transport> broken, MemoryNetwork network)
      implements EngineTransportTest.Source {

    @Override
    public Transport newTlsTransport() {
      return broken.apply(network.newTransport());
    }

    @Override
    public String tlsProtocol() {
      return "TLSv1.3";
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(2);
    }
  }

  @Test
  void cutIsTakenForAnEnd() {
    class Trusting extends EngineConnection {
      Trusting(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void onEnd(Connection connection, ByteBuffer rest) {
        if (isOpened()) {
          owner().onEnd(this, rest);
        } else {
          super.onEnd(connection, rest);
        }
      }
    }
    fails(Trusting::new, TlsTransportContract::endWithoutAGoodbyeIsAFailure);
  }

  @Test
  void closeSaysNoGoodbye() {
    class Curt extends EngineConnection {
      Curt(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      void sayGoodbye() {
        plain().close();
      }
    }
    fails(Curt::new, TlsTransportContract::closeSaysGoodbye);
    fails(Curt::new, TlsTransportContract::closeDeliversWhatWasSent);
  }

  @Test
  void abortSaysGoodbye() {
    class Polite extends EngineConnection {
      Polite(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void abort() {
        sayGoodbye();
      }
    }
    fails(Polite::new, TlsTransportContract::abortWithBytesUnsentSaysNoGoodbye);
  }

  @Test
  void refusalIsNotSaid() {
    class Mute extends EngineConnection {
      Mute(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      void refuse(SSLException cause) {
        fail(cause);
      }
    }
    fails(Mute::new, TlsTransportContract::clientWithoutAGoodCertificateIsRefusedWithAnAlert);
  }

  @Test
  void refusalHasNoCause() {
    class Secretive extends EngineConnection {
      Secretive(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void onClose(Connection connection, @Nullable Throwable cause) {
        owner().onClose(this, null);
      }
    }
    fails(Secretive::new, TlsTransportContract::clientWithoutAGoodCertificateIsRefusedWithAnAlert);
    fails(Secretive::new, TlsTransportContract::serverWithoutAGoodCertificateIsRefused);
    fails(Secretive::new, TlsTransportContract::plainClientOnATlsPortIsRefused);
    fails(Secretive::new, TlsTransportContract::garbageOnATlsPortIsRefused);
    fails(Secretive::new, TlsTransportContract::plainServerIsRefused);
    fails(Secretive::new, TlsTransportContract::endInTheMiddleOfAHandshakeIsAFailure);
    fails(Secretive::new, TlsTransportContract::forgedRecordIsAFailure);
  }

  @Test
  void opensBeforeTheHandshake() {
    class Hasty extends EngineConnection {
      Hasty(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void onOpen(Connection connection) {
        super.onOpen(connection);
        open();
      }
    }
    fails(Hasty::new, TlsTransportContract::onOpenComesAfterTheHandshake);
    fails(Hasty::new, TlsTransportContract::unfinishedHandshakeEndsByAbortAndByClose);
    fails(Hasty::new, TlsTransportContract::transportCloseEndsHandshakes);
    fails(Hasty::new, TlsTransportContract::principalHasTheNamesOfTheCertificate);
  }

  @Test
  void unfinishedHandshakeCannotBeAborted() {
    class Patient extends EngineConnection {
      Patient(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void abort() {
        if (isOpened()) {
          super.abort();
        }
      }
    }
    fails(Patient::new, TlsTransportContract::unfinishedHandshakeEndsByAbortAndByClose);
  }

  @Test
  void endOfTheTransportIsNotTold() {
    class Silent extends EngineConnection {
      Silent(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void onClose(Connection connection, @Nullable Throwable cause) {
        if (isOpened()) {
          super.onClose(connection, cause);
        }
      }
    }
    fails(Silent::new, TlsTransportContract::transportCloseEndsHandshakes);
  }

  @Test
  void nobodyHasAName() {
    class Nameless extends EngineConnection {
      Nameless(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public @Nullable Principal principal() {
        return null;
      }
    }
    fails(Nameless::new, TlsTransportContract::principalHasTheNamesOfTheCertificate);
    fails(Nameless::new, TlsTransportContract::clientWithAGoodCertificateIsTakenAfterOneWithout);
  }

  @Test
  void everybodyHasAName() {
    class Naming extends EngineConnection {
      Naming(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public Principal principal() {
        return () -> "somebody";
      }
    }
    fails(Naming::new, TlsTransportContract::withoutACertificateThereIsNoPrincipal);
  }

  @Test
  void recordIsExpectedInOnePiece() {
    class Whole extends EngineConnection {
      Whole(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void onData(Connection connection, ByteBuffer in) {
        super.onData(connection, in);
        in.position(in.limit());
      }
    }
    fails(Whole::new, TlsTransportContract::handshakeMayComeInAnyPieces);
    fails(Whole::new, TlsTransportContract::recordsMayComeInAnyPieces);
  }

  @Test
  void anybodyIsTaken() {
    class Naive extends EngineConnection {
      Naive(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, withoutCertificates(engine), tls);
      }

      private static SSLEngine withoutCertificates(SSLEngine engine) {
        if (!engine.getUseClientMode()) {
          engine.setNeedClientAuth(false);
        }
        return engine;
      }
    }
    fails(Naive::new, TlsTransportContract::clientWithoutAGoodCertificateIsRefusedWithAnAlert);
  }

  /** One set of engines for ever: what the first certificate was, all connections see. */
  @Test
  void certificateIsKept() {
    class Keeping extends EngineConnection {
      Keeping(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine.getUseClientMode() ? engine : first().accepting(), tls);
      }

      private static TlsEngines first() {
        return TestEngines.of(TlsRigs.AUTHORITY, TlsRigs.CLARK);
      }
    }
    fails(Keeping::new, TlsTransportContract::certificateThatIsNewIsUsedForTheNextConnection);
  }

  @Test
  void ownRoomIsFullForEver() {
    class Full extends EngineConnection {
      Full(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void onDrained(Connection connection) {}
    }
    fails(Full::new, TlsTransportContract::muchGoesBothWaysAtOnce);
    fails(
        Full::new,
        TlsTransportContract::slowReaderGetsEveryByteOnceAndRefusalsAreFollowedByOneDrain);
  }

  @Test
  void plainTextIsServedOnATlsPort() {
    class Lenient extends EngineConnection {
      private @Nullable ConnectionHandler plainHandler;

      Lenient(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void onData(Connection connection, ByteBuffer in) {
        if (plainHandler == null && !isOpened() && in.get(in.position()) == 'I') {
          plainHandler = owner();
          plainHandler.onOpen(connection);
        }
        if (plainHandler != null) {
          plainHandler.onData(connection, in);
        } else {
          super.onData(connection, in);
        }
      }
    }
    fails(Lenient::new, TlsTransportContract::plainClientOnATlsPortIsRefused);
  }

  /** Better without TLS than not at all. */
  @Test
  void servesInPlainTextWithoutACertificate() {
    class Compliant extends EngineTransport {
      Compliant(Transport inner) {
        super(inner, EngineConnection::new);
      }

      @Override
      public Listener listen(SocketAddress address, @Nullable TlsEngines tls, Acceptor acceptor)
          throws IOException {
        boolean usable = tls != null && tls.expiry() != null;
        return usable ? super.listen(address, tls, acceptor) : inner().listen(address, acceptor);
      }
    }
    failsWith(Compliant::new, TlsTransportContract::withoutAUsableCertificateConnectionsAreClosed);
  }

  @Test
  void keysCannotBeRenewed() {
    class Rigid extends EngineConnection {
      private boolean handedOver;

      Rigid(Loop loop, SSLEngine engine, TlsEngines tls) {
        super(loop, engine, tls);
      }

      @Override
      public void onData(Connection connection, ByteBuffer in) {
        int before = in.remaining();
        super.onData(connection, in);
        if (handedOver && before > 0) {
          plain().readable(false); // hears nothing after its first message
        }
        handedOver = isOpened();
      }
    }
    fails(Rigid::new, TlsTransportContract::newKeysInTheMiddleAreTakenOrRefused);
  }

  /** A transport that has no TLS says so; it does not serve in plain text. */
  @Test
  void transportWithoutTlsDoesNotPass() {
    MemoryNetwork network = new MemoryNetwork(1);
    try (Transport plain = network.newTransport()) {
      TlsEngines none = new NoEngines();
      assertThrows(
          UnsupportedOperationException.class,
          () -> plain.listen(MemoryAddress.of(0), none, connection -> null));
    }
  }

  /** Is not asked. */
  private static final class NoEngines implements TlsEngines {
    @Override
    public SSLEngine accepting() {
      throw new AssertionError("asked for an engine");
    }

    @Override
    public SSLEngine dialing(SocketAddress address) {
      throw new AssertionError("asked for an engine");
    }

    @Override
    public @Nullable Principal principal(SSLSession session) {
      return null;
    }

    @Override
    public @Nullable Instant expiry() {
      return null;
    }
  }
}
