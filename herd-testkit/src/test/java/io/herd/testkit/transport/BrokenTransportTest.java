package io.herd.testkit.transport;

import static io.herd.testkit.transport.BrokenTransports.fails;
import static io.herd.testkit.transport.BrokenTransports.failsLoop;

import io.herd.spi.Connection;
import io.herd.spi.ConnectionHandler;
import io.herd.spi.Loop;
import io.herd.testkit.transport.BrokenTransports.Contract;
import io.herd.testkit.transport.BrokenTransports.Middle;
import io.herd.testkit.transport.BrokenTransports.MiddleLoop;
import io.herd.testkit.transport.BrokenTransports.Wrapped;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each test of a rule can fail: a transport that breaks just this rule does not pass it. */
final class BrokenTransportTest {
  @Test
  void rule1CallbackOnAnotherThread() {
    class Foreign extends Middle {
      Foreign(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onData(Connection connection, ByteBuffer in) {
        Thread thread = new Thread(() -> handler.onData(this, in));
        thread.start();
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    fails(Foreign::new, TransportContract::nothingIsDrainedWithoutARefusal);
  }

  @Test
  void rule1CloseCallsBackInside() {
    class Inside extends Middle {
      private boolean closed;

      Inside(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void close() {
        super.close();
        onClose(inner(), null);
      }

      @Override
      public void onClose(Connection connection, @Nullable Throwable cause) {
        if (!closed) {
          closed = true;
          super.onClose(connection, cause);
        }
      }
    }
    fails(Inside::new, TransportContract::closeInsideACallbackIsFollowedByOneOnClose);
  }

  @Test
  void rule1ClosesTwice() {
    class Twice extends Middle {
      Twice(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onClose(Connection connection, @Nullable Throwable cause) {
        super.onClose(connection, cause);
        super.onClose(connection, cause);
      }
    }
    fails(Twice::new, TransportContract::closeInsideACallbackIsFollowedByOneOnClose);
    fails(Twice::new, TransportContract::abortIsFollowedByOneOnClose);
  }

  @Test
  void rule1DoesNotTellTheClose() {
    class Silent extends Middle {
      Silent(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onClose(Connection connection, @Nullable Throwable cause) {}
    }
    fails(Silent::new, TransportContract::transportCloseClosesEverything);
    fails(Silent::new, TransportContract::failedConnectIsToldByOnCloseAlone);
  }

  @Test
  void rule2LosesWhatIsLeft() {
    class Forgetful extends Middle {
      Forgetful(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onData(Connection connection, ByteBuffer in) {
        super.onData(connection, in);
        in.position(in.limit());
      }
    }
    fails(Forgetful::new, TransportContract::bytesLeftAreTheBeginningOfTheNextOffer);
    fails(Forgetful::new, TransportContract::anyFragmentationGivesTheSameBytes);
    fails(Forgetful::new, TransportContract::bytesLeftAreHandedOverAtTheEnd);
  }

  @Test
  void rule3SendsAPart() {
    class Partial extends Middle {
      Partial(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public boolean send(byte[] bytes, int offset, int length) {
        boolean taken = super.send(bytes, offset, length);
        if (!taken) {
          super.send(bytes, offset, length / 2);
        }
        return taken;
      }
    }
    fails(
        Partial::new,
        TransportContract::slowReaderGetsEveryByteOnceAndRefusalsAreFollowedByOneDrain);
  }

  @Test
  void rule3DoesNotTellOfRoom() {
    class Silent extends Middle {
      Silent(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onDrained(Connection connection) {}
    }
    fails(Silent::new, TransportContract::refusalsBeforeADrainAreAnsweredByOne);
    fails(
        Silent::new,
        TransportContract::slowReaderGetsEveryByteOnceAndRefusalsAreFollowedByOneDrain);
  }

  @Test
  void rule3TellsOfRoomTwice() {
    class Twice extends Middle {
      Twice(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onDrained(Connection connection) {
        super.onDrained(connection);
        loop.execute(() -> super.onDrained(connection));
      }
    }
    fails(Twice::new, TransportContract::refusalsBeforeADrainAreAnsweredByOne);
  }

  @Test
  void rule3TakesBeyondTheBound() {
    class Boundless extends Middle {
      Boundless(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void outboxBytesMax(int bytes) {
        super.outboxBytesMax(bytes + 1);
      }
    }
    fails(Boundless::new, TransportContract::outboxTakesAsMuchAsItsBoundAndNoMore);
  }

  /** Offers what was left only when something new comes. */
  private static final class Lazy extends Middle {
    private byte[] left = {};
    private boolean on = true;

    Lazy(Loop loop, ConnectionHandler handler) {
      super(loop, handler);
    }

    @Override
    public void readable(boolean reading) {
      on = reading;
    }

    @Override
    public void onData(Connection connection, ByteBuffer in) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(left);
      while (in.hasRemaining()) {
        all.write(in.get());
      }
      left = all.toByteArray();
      if (on) {
        ByteBuffer offered = ByteBuffer.wrap(left);
        super.onData(connection, offered);
        left = Arrays.copyOfRange(left, offered.position(), left.length);
      }
    }
  }

  @Test
  void rule4WaitsForNewBytes() {
    fails(Lazy::new, TransportContract::bytesLeftAreOfferedAgainWhenReadingIsSwitchedOn);
    fails(Lazy::new, TransportContract::bytesLeftAreOfferedAgainWhenReadingWasOffForACallback);
  }

  @Test
  void rule4OffersWithReadingOff() {
    class Deaf extends Middle {
      Deaf(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void readable(boolean on) {}
    }
    fails(Deaf::new, TransportContract::nothingIsOfferedWhileReadingIsOff);
  }

  @Test
  void rule5TaskOfTheLoopWaits() {
    class Waiting extends MiddleLoop {
      private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

      Waiting(Loop inner) {
        super(inner);
      }

      @Override
      public void execute(Runnable task) {
        if (inLoop()) {
          waiting.add(task);
        } else {
          inner.execute(task);
        }
      }
    }
    failsLoop(Waiting::new, TransportContract::taskGivenByTheLoopRunsWithoutWaitingForIo);
    failsLoop(Waiting::new, TransportContract::taskGivenByATimerRunsWithoutWaitingForIo);
  }

  @Test
  void rule5TaskRunsInsideItsGiver() {
    class Hasty extends MiddleLoop {
      Hasty(Loop inner) {
        super(inner);
      }

      @Override
      public void execute(Runnable task) {
        if (inLoop()) {
          task.run();
        } else {
          inner.execute(task);
        }
      }
    }
    failsLoop(Hasty::new, TransportContract::taskRunsAfterItsGiver);
  }

  @Test
  void rule5TimersRunTooEarly() {
    class Early extends MiddleLoop {
      Early(Loop inner) {
        super(inner);
      }

      @Override
      public Timer schedule(long delayNanos, Runnable task) {
        return super.schedule(delayNanos / 4, task);
      }
    }
    failsLoop(Early::new, TransportContract::timersRunInTheOrderOfTheirTimes);
  }

  @Test
  void rule6EndClosesTheConnection() {
    class Final extends Middle {
      Final(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onEnd(Connection connection, ByteBuffer rest) {
        super.onEnd(connection, rest);
        connection.close();
      }
    }
    fails(Final::new, TransportContract::halfCloseIsReportedAfterTheLastByteAndCanBeAnswered);
  }

  @Test
  void rule6EndComesTwice() {
    class Twice extends Middle {
      Twice(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onEnd(Connection connection, ByteBuffer rest) {
        super.onEnd(connection, rest);
        super.onEnd(connection, rest);
      }
    }
    fails(Twice::new, TransportContract::halfCloseIsReportedAfterTheLastByteAndCanBeAnswered);
  }

  @Test
  void rule7WritesEachSendByItself() {
    class Chatty extends Middle {
      private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

      Chatty(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public boolean send(byte[] bytes, int offset, int length) {
        waiting.add(Arrays.copyOfRange(bytes, offset, offset + length));
        if (waiting.size() == 1) {
          loop.schedule(0, this::sendOne);
        }
        return true;
      }

      private void sendOne() {
        byte[] bytes = waiting.remove();
        super.send(bytes, 0, bytes.length);
        if (!waiting.isEmpty()) {
          loop.schedule(0, this::sendOne);
        }
      }
    }
    fails(Chatty::new, TransportContract::whatATurnSendsGoesOutInOneWrite);
  }

  @Test
  void closeLosesWhatWasSent() {
    class Abrupt extends Middle {
      Abrupt(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void close() {
        abort();
      }
    }
    fails(Abrupt::new, TransportContract::closeDeliversWhatWasSent);
    fails(Abrupt::new, TransportContract::lastAnswerIsNotLostToAPeerThatKeepsSending);
  }

  @Test
  void exceptionIsSwallowed() {
    class Patient extends Middle {
      Patient(Loop loop, ConnectionHandler handler) {
        super(loop, handler);
      }

      @Override
      public void onData(Connection connection, ByteBuffer in) {
        try {
          super.onData(connection, in);
        } catch (IllegalStateException e) {
          in.position(in.limit());
        }
      }
    }
    fails(Patient::new, TransportContract::exceptionInACallbackClosesThatConnectionOnly);
  }

  /** The wrapper that changes nothing passes, so it is the change that fails. */
  @Test
  void unchangedWrapperPasses() throws Throwable {
    Contract contract =
        new Contract(transport -> Wrapped.handlers(transport, Middle::new), Duration.ofSeconds(30));
    contract.closeInsideACallbackIsFollowedByOneOnClose();
    contract.anyFragmentationGivesTheSameBytes();
    contract.slowReaderGetsEveryByteOnceAndRefusalsAreFollowedByOneDrain();
    contract.bytesLeftAreOfferedAgainWhenReadingIsSwitchedOn();
    contract.halfCloseIsReportedAfterTheLastByteAndCanBeAnswered();
    contract.whatATurnSendsGoesOutInOneWrite();
  }
}
