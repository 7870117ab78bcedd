package io.herd.testkit.sim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.herd.Limits;
import io.herd.protocol.AtView;
import io.herd.spi.LocationStore.Merged;
import io.herd.store.LogStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One thing done wrong in every herd of a swarm, and the invariants that may show it first. */
enum PlantedBug {
  STORE_KEEPS_WHAT_CAME_LAST(Invariant.NEVER_BACKWARDS) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.stores(
          (server, maxFuture, seed) ->
              new MutantStore(maxFuture, seed) {
                private long kept;

                @Override
                public Merged merge(AtView candidate) {
                  long clientNanos = candidate.clientNanos;
                  long receiptNanos = candidate.receiptNanos;
                  candidate.receiptNanos = LATE + kept++;
                  candidate.clientNanos = candidate.receiptNanos;
                  Merged merged = super.merge(candidate);
                  candidate.clientNanos = clientNanos;
                  candidate.receiptNanos = receiptNanos;
                  return merged;
                }
              });
    }
  },
  STORE_LOSES_WHAT_IT_SAYS_IT_KEPT(
      Invariant.STORE_HOLDS_WHAT_WAS_KEPT,
      Invariant.HEADS_KEEP_THEIR_PROMISE,
      Invariant.NEVER_BACKWARDS) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.stores(
          (server, maxFuture, seed) ->
              new MutantStore(maxFuture, seed) {
                @Override
                public Merged merge(AtView candidate) {
                  return isTime()
                      ? new LogStore(maxFuture, seed).merge(candidate)
                      : super.merge(candidate);
                }
              });
    }
  },
  STORE_REFUSES_WHAT_IT_SHOULD_KEEP(Invariant.HEADS_KEEP_THEIR_PROMISE) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.stores(
          (server, maxFuture, seed) ->
              new MutantStore(maxFuture, seed) {
                @Override
                public Merged merge(AtView candidate) {
                  return isTime() ? Merged.OLDER : super.merge(candidate);
                }
              });
    }
  },
  STORE_INVENTS_A_CLIENT(Invariant.KEPT_AS_ACCEPTED, Invariant.STORE_HOLDS_WHAT_WAS_KEPT) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.stores(
          (server, maxFuture, seed) ->
              new MutantStore(maxFuture, seed) {
                @Override
                public Merged merge(AtView candidate) {
                  if (isTime()) {
                    super.merge(ofAnotherClient(candidate));
                  }
                  return super.merge(candidate);
                }
              });
    }
  },
  STORE_FINDS_NOTHING_NOW_AND_THEN(Invariant.STORE_HOLDS_WHAT_WAS_KEPT) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.stores(
          (server, maxFuture, seed) ->
              new MutantStore(maxFuture, seed) {
                @Override
                public boolean find(byte[] id, int from, int to, AtView into) {
                  return !isTime() && super.find(id, from, to, into);
                }
              });
    }
  },
  STORE_GIVES_ANOTHER_NUMBER(Invariant.NUMBERED_IN_ORDER) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.stores(
          (server, maxFuture, seed) ->
              new MutantStore(maxFuture, seed) {
                @Override
                public Merged accept(AtView candidate, boolean newClients) {
                  candidate.sequence += isTime() ? 1 : 0;
                  return super.accept(candidate, newClients);
                }
              });
    }
  },
  STORE_CHANGES_A_REPORT(Invariant.ACCEPTED_AS_SENT, Invariant.ANSWERED_AS_SPECIFIED) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.stores(
          (server, maxFuture, seed) ->
              new MutantStore(maxFuture, seed) {
                @Override
                public Merged accept(AtView candidate, boolean newClients) {
                  candidate.bytes[candidate.idEnd + 2] ^= isTime() ? (byte) 1 : 0;
                  return super.accept(candidate, newClients);
                }
              });
    }
  },
  STORE_TAKES_A_REPEATED_REPORT_FOR_NEW(Invariant.NOTHING_NEW_SENDS_NOTHING) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.stores(
          (server, maxFuture, seed) ->
              new MutantStore(maxFuture, seed) {
                @Override
                public Merged accept(AtView candidate, boolean newClients) {
                  return super.merge(candidate);
                }
              });
    }
  },
  STORE_DOES_NOT_COUNT_ITS_CLIENTS(Invariant.WITHIN_LIMITS) {
    @Override
    SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
      return herd.limits(Limits.builder().clients(10).build())
          .stores(
              (server, maxFuture, seed) ->
                  new MutantStore(maxFuture, seed) {
                    @Override
                    public int clients() {
                      return 0;
                    }
                  });
    }
  },
  NOTHING_EXPIRES_WHERE_IT_SHOULD(Invariant.EXPIRED_STAYS_AWAY) {
    @Override
    SimulatedHerd build(SimulatedHerdBuilder builder) {
      SimulatedHerd herd = super.build(builder);
      HerdOracle.expecting(herd, Duration.ofSeconds(2));
      return herd;
    }
  },
  HEADS_ARE_TOO_HIGH(Invariant.HEADS_KEEP_THEIR_PROMISE) {
    @Override
    byte[] tamper(String to, String sent) {
      return withHigherHeads(sent);
    }
  },
  RECORD_IS_LOST_BEFORE_ITS_HEADS(Invariant.HEADS_KEEP_THEIR_PROMISE) {
    @Override
    byte[] tamper(String to, String sent) {
      return lines(sent, line -> line.matches("AT .*7") ? "" : line);
    }
  },
  RECORD_OF_NOBODY(Invariant.KEPT_AS_ACCEPTED) {
    @Override
    byte[] tamper(String to, String sent) {
      String made = "AT A +0.100000000 kiwi +1+1 1767225601 b0 1\n";
      return sent.startsWith("HEADS") ? bytes(made + sent) : bytes(sent);
    }
  },
  RECORD_IS_CHANGED_ON_ITS_WAY(Invariant.KEPT_AS_ACCEPTED) {
    @Override
    byte[] tamper(String to, String sent) {
      return lines(sent, line -> line.startsWith("AT ") ? line.replace("-1", "+1") : line);
    }
  },
  CONDITIONS_ARE_LOST(Invariant.HEADS_KEEP_THEIR_PROMISE) {
    @Override
    long firstSeed() {
      return 114;
    }

    @Override
    byte[] tamper(String to, String sent) {
      return lines(sent, line -> line.startsWith("HEADS") ? line.replaceAll(" IF .*", "") : line);
    }
  },
  CROSSINGS_ARE_NEVER_SENT(Invariant.HEADS_KEEP_THEIR_PROMISE) {
    @Override
    long firstSeed() {
      return 1035;
    }

    @Override
    byte[] tamper(String to, String sent) {
      return lines(sent, line -> line.startsWith("CROSSED") ? "" : line);
    }
  },
  HEADS_ARE_NEVER_SENT(Invariant.HEADS_AGREE) {
    @Override
    byte[] tamper(String to, String sent) {
      return lines(sent, line -> line.startsWith("HEADS") ? "" : line);
    }
  },
  RECORDS_ARE_NEVER_SENT(Invariant.STORES_AGREE, Invariant.HEADS_KEEP_THEIR_PROMISE) {
    @Override
    byte[] tamper(String to, String sent) {
      return lines(sent, line -> line.startsWith("HAVE") ? "HAVE 1" : line);
    }
  },
  GREETINGS_ARE_LOST(Invariant.LINKS_COME_UP) {
    @Override
    byte[] tamper(String to, String sent) {
      return lines(sent, line -> line.startsWith("HELLO") && to.equals("B") ? "" : line);
    }
  },
  ANSWERS_ARE_WRONG(Invariant.ANSWERED_AS_SPECIFIED) {
    @Override
    byte[] tamperAnswer(String sent) {
      return bytes(sent.replace("? ", "! "));
    }
  },
  ANSWERS_ARE_SAID_TWICE(Invariant.ANSWERED_AS_SPECIFIED) {
    @Override
    byte[] tamperAnswer(String sent) {
      return bytes(sent.startsWith("AT ") ? sent + sent : sent);
    }
  };

  private static final long LATE = 4_000_000_000_000_000_000L;
  private static final Pattern HEAD = Pattern.compile(":(\\d+)");

  final Set<Invariant> shownBy;

  PlantedBug(Invariant... shownBy) {
    this.shownBy = Set.of(shownBy);
  }

  /** A seed from which on a few are enough to find it. */
  long firstSeed() {
    return 0;
  }

  SimulatedHerdBuilder plant(SimulatedHerdBuilder herd) {
    return herd;
  }

  /** What arrives at a server instead of these lines. */
  byte[] tamper(String to, String sent) {
    return bytes(sent);
  }

  /** What arrives at a client instead of these answers. */
  byte[] tamperAnswer(String sent) {
    return bytes(sent);
  }

  SimulatedHerd build(SimulatedHerdBuilder builder) {
    SimulatedHerd herd = plant(builder).build();
    herd.network()
        .tampering(
            (from, to, sent) -> {
              String text = new String(sent, ISO_8859_1);
              if (from.startsWith("host-")) {
                return sent;
              }
              return to.startsWith("host-") ? tamperAnswer(text) : tamper(to, text);
            });
    return herd;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] lines(String sent, UnaryOperator<String> change) {
    return bytes(
        sent.lines()
            .map(change)
            .filter(line -> !line.isEmpty())
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }

  private static byte[] withHigherHeads(String sent) {
    if (!sent.startsWith("HEADS")) {
      return bytes(sent);
    }
    Matcher head = HEAD.matcher(sent);
    return bytes(head.replaceAll(found -> ":" + (Long.parseLong(found.group(1)) + 5)));
  }

  static AtView ofAnotherClient(AtView candidate) {
    AtView other = new AtView();
    byte[] line = candidate.copy().toBytes();
    int id = candidate.idStart - candidate.start;
    line[id] = 'x';
    other.line(line, 0, line.length, id, id + candidate.idEnd - candidate.idStart);
    other.clientNanos = candidate.clientNanos;
    other.receiptNanos = candidate.receiptNanos;
    other.origin = candidate.origin;
    other.sequence = candidate.sequence;
    return other;
  }
}
