package io.herd.examples.config;

import io.herd.Topology;
import io.herd.protocol.ServerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The herds that need no configuration, by name. All of their servers are on this machine. */
public final class KnownHerds {

  /** The herd taken when none is named. */
  public static final String DEFAULT = "bailey";

  private static final String HOST = "127.0.0.1";
  private static final Map<String, HerdConfig> HERDS = all();

  private KnownHerds() {}

  /** The names, the default first. */
  public static List<String> names() {
    return List.copyOf(HERDS.keySet());
  }

  /**
   * The herd of this name.
   *
   * @throws ConfigException if there is none, with the nearest name
   */
  public static HerdConfig named(String name) {
    HerdConfig herd = HERDS.get(name);
    if (herd == null) {
      throw new ConfigException(
          "no known herd is called "
              + Scalars.shown(name)
              + Problems.suggestion(name, HERDS.keySet())
              + " (known: "
              + String.join(", ", HERDS.keySet())
              + ")");
    }
    return herd;
  }

  private static Map<String, HerdConfig> all() {
    List<HerdConfig> herds = new ArrayList<>();
    herds.add(
        herd("bailey", 12_000, "Bailey Bona Campbell Clark Jaquez")
            .talks("Clark", "Jaquez Bona")
            .talks("Campbell", "Bailey Bona Jaquez")
            .talks("Bona", "Bailey")
            .config());
    herds.add(
        herd("juzang", 9_991, "Juzang Bernard Jaquez Johnson Clark")
            .talks("Juzang", "Clark Bernard Johnson")
            .talks("Bernard", "Jaquez Johnson")
            .talks("Jaquez", "Clark")
            .config());
    herds.add(
        herd("riley", 15_700, "Riley Jaquez Juzang Campbell Bernard")
            .talks("Riley", "Jaquez Juzang")
            .talks("Bernard", "Jaquez Juzang Campbell")
            .talks("Juzang", "Campbell")
            .config());
    herds.add(
        herd("hill", 11_625, "Hill Jaquez Smith Campbell Singleton")
            .talks("Hill", "Jaquez Smith")
            .talks("Singleton", "Jaquez Smith Campbell")
            .talks("Smith", "Campbell")
            .config());
    herds.add(
        herd("goloman", 12_100, "Goloman Hands Holiday Welsh Wilkes")
            .talks("Goloman", "Hands Holiday Wilkes")
            .talks("Hands", "Wilkes")
            .talks("Holiday", "Welsh Wilkes")
            .config());
    herds.add(
        herd("alford", 17_415, "Alford Ball Hamilton Holiday Welsh")
            .talks("Alford", "Hamilton Welsh")
            .talks("Ball", "Holiday Welsh")
            .talks("Hamilton", "Holiday")
            .config());
    herds.add(
        herd("parker", 12_010, "Alford Bolden Hamilton Parker Powell")
            .talks("Alford", "Parker Powell")
            .talks("Bolden", "Parker Powell")
            .talks("Hamilton", "Parker")
            .config());
    Map<String, HerdConfig> byName = new LinkedHashMap<>();
    herds.forEach(herd -> byName.put(herd.herd(), herd));
    return Collections.unmodifiableMap(byName);
  }

  private static Roster herd(String name, int firstPort, String servers) {
    return new Roster(name, firstPort, servers);
  }

  /** A herd while it is written down; ports count up in the order of the servers. */
  private static final class Roster {
    private final String name;
    private final Topology.Builder topology = Topology.builder();
    private final Map<ServerId, Endpoint> endpoints = new LinkedHashMap<>();

    Roster(String name, int firstPort, String servers) {
      this.name = name;
      for (String server : words(servers)) {
        topology.server(ServerId.of(server));
        endpoints.put(ServerId.of(server), new Endpoint(HOST, firstPort + endpoints.size()));
      }
    }

    Roster talks(String server, String others) {
      words(others).forEach(o -> topology.relation(ServerId.of(server), ServerId.of(o)));
      return this;
    }

    HerdConfig config() {
      return HerdConfig.of(name, topology.build(), endpoints);
    }

    private static List<String> words(String text) {
      return List.of(text.split(" ", -1));
    }
  }
}
