package io.herd.testkit.sim;

/**
 * Changes what hosts send, as a faulty or hostile box on the way would: for tests that show that
 * something would be noticed.
 */
@FunctionalInterface
public interface Tampering {

  /**
   * What arrives instead of what was sent.
   *
   * @param from the host that sends
   * @param to the host that is to receive
   * @param sent what one call of {@code Connection.send} sent; a node sends whole lines
   * @return the same array, or another one, which may be empty
   */
  byte[] tamper(String from, String to, byte[] sent);
}
