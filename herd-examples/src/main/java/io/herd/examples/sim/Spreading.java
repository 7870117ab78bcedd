package io.herd.examples.sim;

import io.herd.protocol.ServerId;
import io.herd.testkit.sim.SimulatedNetwork;
import io.herd.testkit.sim.Simulation;
import java.util.Map;

/** A simulated herd of any kind: servers that take reports and tell each other. Not thread-safe. */
interface Spreading {

  /** Lets somebody hear what happens, instead of who did before. */
  void listener(SpreadListener hears);

  /** The time it lives in. */
  Simulation simulation();

  /** What is between its servers. */
  SimulatedNetwork network();

  /** A server begins, with nothing. */
  void start(ServerId server);

  /** A server ends as a power cut does. */
  void crash(ServerId server);

  /** Whether a server has begun and not ended. */
  boolean isUp(ServerId server);

  /** Lets a server hear and do nothing, without anybody noticing. */
  void pause(ServerId server);

  /** Lets a paused server go on with all that came meanwhile. */
  void resume(ServerId server);

  /** A client reports to a server, at this time by its own clock. */
  void report(ServerId server, String client, long clientNanos);

  /** What a server holds: the time of the report that it keeps of each client. */
  Map<String, Long> contents(ServerId server);

  /** Whether the herd had to be stopped, since it sent more and more messages. */
  boolean wasStopped();
}
