package io.herd.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.HerdStats.Count;
import io.herd.Nearby;
import io.herd.protocol.AtRecord;
import io.herd.protocol.CommandParser;
import io.herd.spi.LocationStore.Merged;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The application in which a node is embedded, as a client without a connection. Loop thread only.
 */
public final class LocalClient {

  private final NodeCore core;
  private final Removals removals;

  LocalClient(NodeCore core) {
    this.core = core;
    this.removals = new Removals(core);
  }

  /**
   * Takes in a report made by the application itself, as if a client had sent it.
   *
   * @param line an IAMAT line without its line feed
   * @return the AT line that a client would get
   * @throws IllegalArgumentException if the line is not valid or longer than a client's may be, or
   *     the report has expired already
   * @throws IllegalStateException if the client is new and the store full
   */
  public AtRecord report(byte[] line) {
    if (line.length > core.limits().lineBytes()) {
      throw new IllegalArgumentException(
          "report has " + line.length + " bytes, must have at most " + core.limits().lineBytes());
    }
    Reports reports = core.reports();
    if (reports.parser().parse(line, 0, line.length) != CommandParser.Kind.IAMAT) {
      throw new IllegalArgumentException("not a valid report: " + new String(line, UTF_8));
    }
    reports.encode(line, core.scratch(reports.lineBytesMax(line.length)), 0);
    if (core.expiry().refuses(reports.candidate())) {
      throw new IllegalArgumentException("report has expired already: " + reports.candidate());
    }
    if (reports.accept() == Merged.FULL) {
      throw new IllegalStateException("the store is full: " + core.store().clients() + " clients");
    }
    return reports.candidate().copy();
  }

  /** The newest record of a client, or null. */
  public @Nullable AtRecord find(byte[] id) {
    return core.expiry().find(id, 0, id.length, core.found()) ? core.found().copy() : null;
  }

  /**
   * Removes a client in the whole herd.
   *
   * @return false if it is not known
   */
  public boolean remove(byte[] id) {
    return removals.remove(id);
  }

  /**
   * Asks what is near a client, as WHATSAT does.
   *
   * @param answer called on the loop, perhaps inside this call, with the answer, or null for an
   *     unknown client
   */
  public void nearby(byte[] id, double radiusKm, int results, Consumer<@Nullable Nearby> answer) {
    if (!core.expiry().find(id, 0, id.length, core.found())) {
      answer.accept(null);
      return;
    }
    AtRecord record = core.found().copy();
    core.counters().add(Count.QUERIES);
    core.places()
        .ask(
            core.found(),
            radiusKm,
            results,
            body -> {
              byte[] target = new byte[body.length];
              int end = LegacyBody.copyWithoutBlankLines(body, target, 0);
              answer.accept(new Nearby(record, new String(target, 0, end, UTF_8)));
            });
  }
}
