package io.herd.examples.sim;

import io.herd.Topology.Relation;
import io.herd.protocol.ServerId;
import java.time.Duration;
import java.util.List;

/** What goes wrong in the scenarios. Immutable. */
public final class Faults {

  private Faults() {}

  /** A relation drawn at random is cut for a while, again and again. */
  public static Fault cuts(Duration every, Duration length) {
    return experiment -> {
      long count = experiment.plan().duration().dividedBy(every);
      for (int i = 0; i < count; i++) {
        experiment.after(
            every.multipliedBy(i),
            () -> {
              Relation relation = experiment.anyRelation();
              experiment.cut(relation);
              experiment.after(length, () -> experiment.mend(relation));
            });
      }
    };
  }

  /** The relation of these two is there for half of each period. */
  public static Fault flapping(String one, String other, Duration period) {
    Relation relation = Relation.of(ServerId.of(one), ServerId.of(other));
    return experiment -> {
      long count = experiment.plan().duration().dividedBy(period);
      for (int i = 0; i < count; i++) {
        Duration begin = period.multipliedBy(i);
        experiment.after(begin, () -> experiment.cut(relation));
        experiment.after(begin.plus(period.dividedBy(2)), () -> experiment.mend(relation));
      }
    };
  }

  /** A server crashes, and begins again without memory. */
  public static Fault crash(String server, Duration after, Duration length) {
    ServerId id = ServerId.of(server);
    return experiment -> {
      experiment.after(after, () -> experiment.crash(id));
      experiment.after(after.plus(length), () -> experiment.start(id));
    };
  }

  /** All servers are restarted one after the other, without memory. */
  public static Fault rollingRestart(Duration every, Duration length) {
    return experiment -> {
      List<ServerId> servers = experiment.servers();
      for (int i = 0; i < servers.size(); i++) {
        crash(servers.get(i).toString(), every.multipliedBy(i), length).schedule(experiment);
      }
    };
  }

  /** All relations of a server are cut, and it keeps its memory. */
  public static Fault away(String server, Duration after) {
    ServerId id = ServerId.of(server);
    return experiment ->
        experiment.after(
            after,
            () -> {
              // how long it takes to a server that is away says nothing
              experiment.meter().setAside(id);
              for (Relation relation : experiment.plan().placed().topology().relations()) {
                if (relation.first().equals(id) || relation.second().equals(id)) {
                  experiment.cut(relation);
                }
              }
            });
  }

  /** This part of the messages is lost, and their connections are reset. */
  public static Fault resets(double part) {
    return experiment -> {
      for (Relation relation : experiment.plan().placed().topology().relations()) {
        String first = relation.first().toString();
        String second = relation.second().toString();
        experiment.herd().network().way(first, second).resets(part);
        experiment.herd().network().way(second, first).resets(part);
      }
    };
  }

  /** So many bytes a second go to this server from each neighbour; its delays don't count. */
  public static Fault slowReader(String server, long bytesPerSecond) {
    ServerId id = ServerId.of(server);
    return experiment -> {
      experiment.meter().setAside(id);
      // it is seen how long it takes to catch up when the load has ended
      experiment.after(experiment.plan().duration(), experiment.meter()::onHealed);
      for (ServerId other : experiment.plan().placed().topology().neighbours(id)) {
        experiment.herd().network().way(other.toString(), server).bandwidth(bytesPerSecond);
      }
    };
  }

  /** Every so many-th client's clock is so far ahead. */
  public static Fault clientClocks(int every, Duration ahead) {
    return experiment -> experiment.load().clocks(every, ahead.toNanos());
  }

  /** A server's clock is so far ahead, or behind if that is negative. */
  public static Fault serverClock(String server, Duration ahead) {
    return experiment -> experiment.herd().network().clock(server).offset(ahead);
  }

  /** One client reports at two servers, one right after the other. */
  public static Fault twoReports(String one, String other, Duration gap) {
    return experiment -> {
      experiment.after(Duration.ZERO, () -> experiment.load().report(ServerId.of(one), "hurried"));
      experiment.after(gap, () -> experiment.load().report(ServerId.of(other), "hurried"));
    };
  }
}
