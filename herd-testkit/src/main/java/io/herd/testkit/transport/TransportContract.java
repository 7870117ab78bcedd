package io.herd.testkit.transport;

/**
 * What every transport must pass. A test class implements this and gives the transport:
 *
 * <pre>{@code
 * final class MyTransportTest implements TransportContract {
 *   public Transport newTransport() {
 *     return new MyTransport();
 *   }
 * }
 * }</pre>
 *
 * <p>The tests are in the five interfaces it is made of. They meet the transport with its own
 * connections and with plain blocking sockets; for addresses that are not TCP's, {@link
 * #anyAddress}, {@link #deadAddress} and {@link #dial} are overridden too. Nothing in them depends
 * on how fast the machine is: times are only waited for when the test has failed anyway.
 */
public interface TransportContract
    extends LoopContract, ReadingContract, SendingContract, ClosingContract, ResourceContract {}
