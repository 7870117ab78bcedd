package io.herd.examples.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.protocol.AtRecord;
import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import io.herd.testkit.sim.SimulatedHerd;
import io.herd.testkit.sim.SimulatedNetwork;
import io.herd.testkit.sim.SimulatedServer;
import io.herd.testkit.sim.Simulation;
import io.herd.testkit.sim.SimulationListener;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A herd of real nodes. Not thread-safe. */
final class NodeHerd implements Spreading {

  private final SimulatedHerd herd;
  private @Nullable SpreadListener listener;

  NodeHerd(SimulatedHerd herd) {
    this.herd = herd;
    herd.listen(
        new SimulationListener() {
          @Override
          public void onAccepted(long nanos, SimulatedServer at, AtView report, OriginId origin) {
            hears().onKept(at.id(), clientOf(report), report.clientNanos, true);
          }

          @Override
          public void onKept(long nanos, SimulatedServer at, AtView record, OriginId origin) {
            hears().onKept(at.id(), clientOf(record), record.clientNanos, false);
          }

          @Override
          public void onMessage(
              long nanos, ServerId from, ServerId to, byte[] bytes, int offset, int length) {
            hears().onMessage(from.toString(), to.toString(), bytes, offset, length);
          }
        });
  }

  private SpreadListener hears() {
    return Objects.requireNonNull(listener, "nobody listens");
  }

  private static String clientOf(AtView view) {
    return new String(view.bytes, view.idStart, view.idEnd - view.idStart, UTF_8);
  }

  @Override
  public void listener(SpreadListener hears) {
    listener = hears;
  }

  @Override
  public Simulation simulation() {
    return herd.simulation();
  }

  @Override
  public SimulatedNetwork network() {
    return herd.network();
  }

  @Override
  public void start(ServerId server) {
    herd.server(server).start();
  }

  @Override
  public void crash(ServerId server) {
    herd.server(server).crash();
  }

  @Override
  public boolean isUp(ServerId server) {
    return herd.server(server).isUp();
  }

  @Override
  public void pause(ServerId server) {
    herd.server(server).pause();
  }

  @Override
  public void resume(ServerId server) {
    herd.server(server).resume();
  }

  @Override
  public void report(ServerId server, String client, long clientNanos) {
    herd.server(server).report(client, 34.06893, -118.445127, clientNanos);
  }

  @Override
  public Map<String, Long> contents(ServerId server) {
    Map<String, Long> times = new TreeMap<>();
    if (isUp(server)) {
      herd.server(server)
          .contents()
          .forEach((client, record) -> times.put(client, clientNanos(record)));
    }
    return times;
  }

  private static long clientNanos(AtRecord record) {
    Instant time = record.time();
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  @Override
  public boolean wasStopped() {
    return false;
  }
}
