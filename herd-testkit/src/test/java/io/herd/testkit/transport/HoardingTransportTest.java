package io.herd.testkit.transport;

import static io.herd.testkit.transport.BrokenTransports.fails;
import static io.herd.testkit.transport.BrokenTransports.failsWith;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Loop;
import io.herd.testkit.transport.BrokenTransports.Contract;
import io.herd.testkit.transport.BrokenTransports.Middle;
import io.herd.testkit.transport.BrokenTransports.Wrapped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tests of what is left behind can fail too. */
final class HoardingTransportTest {

  @Test
  void closedConnectionKeepsItsBuffers() {
    class Hoarder extends Middle {
      private byte[] last = {};

      Hoarder(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onData(Connection connection, ByteBuffer in) {
        last = new byte[in.remaining()];
        in.duplicate().get(last);
        super.onData(connection, in);
      }

      @Override
      public String toString() {
        return "Hoarder of " + last.length;
      }
    }
    fails(Hoarder::new, TransportContract::closedConnectionHoldsNoBuffers);
  }

  @Test
  void unsentBytesKeepTheTransportFromEnding() {
    class Stubborn extends Middle {
      Stubborn(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onClose(Connection connection, @Nullable Throwable cause) {
        if (connection.unsentBytes() > 0 || cause != null) {
          super.onClose(connection, cause);
        }
      }
    }
    fails(Stubborn::new, TransportContract::transportCloseGivesUpWhatIsUnsent);
  }

  @Test
  void threadIsLeftBehind() {
    List<Thread> left = new CopyOnWriteArrayList<>();
    try {
      failsWith(
          transport -> {
            Thread thread = new Thread(LockSupport::park, "left behind");
            thread.setDaemon(true);
            thread.start();
            left.add(thread);
            return transport;
          },
          TransportContract::noThreadIsLeftAfterTheClose);
    } finally {
      left.forEach(LockSupport::unpark);
    }
  }

  @Test
  void unchangedWrapperPasses() throws Exception {
    Contract contract =
        new Contract(transport -> Wrapped.handlers(transport, Middle::new), Duration.ofSeconds(30));
    contract.closedConnectionHoldsNoBuffers();
    contract.transportCloseGivesUpWhatIsUnsent();
    contract.noThreadIsLeftAfterTheClose();
  }
}
