package io.herd.testkit.sim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.herd.protocol.AtView;
import io.herd.protocol.OriginId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that clients have sent, and all that servers have accepted of it, in the whole herd and for
 * ever. Not thread-safe.
 */
final class AcceptedReports {

  private final Set<String> sent = new HashSet<>();
  private final Set<String> lines = new HashSet<>();
  private final List<String> inOrder = new ArrayList<>();
  private @Nullable String strangersGreeting;
  private final Map<OriginId, Origin> origins = new HashMap<>();
  private final Map<String, Integer> clients = new HashMap<>();

  /** What one life of a server has accepted, in order. */
  static final class Origin {
    final OriginId id;
    final List<Report> reports = new ArrayList<>();

    Origin(OriginId id) {
      this.id = id;
    }

    /** The report of this number, or null. */
    @Nullable Report report(long sequence) {
      return sequence < 1 || sequence > reports.size() ? null : reports.get((int) sequence - 1);
    }
  }

  /** One accepted report, with bytes of its own, and the small number of its client. */
  record Report(Origin origin, long sequence, int client, AtView view) {

    /** Whether the bytes of the line are these. */
    boolean isLine(AtView other) {
      return Arrays.equals(view.bytes, view.start, view.end, other.bytes, other.start, other.end);
    }

    @Override
    public String toString() {
      return view + " (" + origin.id + ":" + sequence + ")";
    }
  }

  /** Notes what a server said; of the first whole greeting a stranger's is made. */
  void heard(byte[] piece) {
    if (strangersGreeting == null && piece[0] == 'H' && piece[piece.length - 1] == '\n') {
      String[] fields = new String(piece, ISO_8859_1).strip().split(" ", -1);
      if (fields[0].equals("HELLO") && fields.length > 4) {
        fields[3] = "Mallory";
        strangersGreeting = String.join(" ", fields);
      }
    }
  }

  /** A whole greeting of a server that nobody knows, or null as long as no server has greeted. */
  @Nullable String strangersGreeting() {
    return strangersGreeting;
  }

  /** Somebody sends an IAMAT line. */
  void sent(String line) {
    String[] fields = line.strip().split("\\s+", -1);
    if (fields.length == 4) {
      sent.add(fields[1] + " " + fields[2] + " " + fields[3]);
    }
  }

  /** Whether somebody has sent what follows the skew in this line. */
  boolean wasSent(AtView report) {
    int length = report.end - report.idStart;
    return sent.contains(new String(report.bytes, report.idStart, length, ISO_8859_1));
  }

  /** Whether this is the AT line of an accepted report. */
  boolean isAccepted(String line) {
    return lines.contains(line);
  }

  /** Any line of an accepted report, or null while there is none. */
  @Nullable String anyLine(RandomGenerator random) {
    return inOrder.isEmpty() ? null : inOrder.get(random.nextInt(inOrder.size()));
  }

  Origin origin(OriginId id) {
    return origins.computeIfAbsent(id, Origin::new);
  }

  /** Notes an accepted report. */
  Report add(OriginId id, AtView report) {
    Origin origin = origin(id);
    byte[] line = Arrays.copyOfRange(report.bytes, report.start, report.end);
    int shift = report.idStart - report.start;
    AtView view = new AtView();
    view.line(line, 0, line.length, shift, shift + report.idEnd - report.idStart);
    view.clientNanos = report.clientNanos;
    view.receiptNanos = report.receiptNanos;
    Report added = new Report(origin, report.sequence, client(view), view);
    origin.reports.add(added);
    if (!report.isRemoval()) {
      String text = new String(line, ISO_8859_1);
      lines.add(text);
      inOrder.add(text);
    }
    return added;
  }

  /** The small number of a client, given when it is first asked for. */
  int client(AtView view) {
    String id = new String(view.bytes, view.idStart, view.idEnd - view.idStart, ISO_8859_1);
    Integer known = clients.get(id);
    if (known != null) {
      return known;
    }
    clients.put(id, clients.size());
    return clients.size() - 1;
  }

  int clients() {
    return clients.size();
  }

  /** How many reports were accepted. */
  int size() {
    return inOrder.size();
  }
}
