package io.herd.protocol;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.CommandParser.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A report on its way: a client's line, the AT line made of it, and that line read by a peer. */
final class ReportRoundTripTest {

  private static final String[] SPACES = {" ", "\t", "\r", "\f", "\u000b", "  ", "\t \r"};

  /** What a client writes, field by field. */
  private record Report(byte[] id, String position, String time) {}

  private static Report report(RandomGenerator random) {
    String position = decimal(random, 90, true) + decimal(random, 180, true);
    String time =
        switch (random.nextInt(4)) {
          case 0 -> decimal(random, 9_223_372_036L, random.nextBoolean());
          case 1 -> "9223372036.8547758079";
          case 2 -> "-9223372036.854775808";
          default -> Records.time(Seeds.edgyLong(random));
        };
    return new Report(Records.id(random), position, time);
  }

  /** A decimal of any form, its magnitude less than the bound. */
  private static String decimal(RandomGenerator random, long bound, boolean signed) {
    String whole = Long.toString(random.nextLong(bound));
    String part = "0".repeat(random.nextInt(3)) + random.nextLong(Long.MAX_VALUE);
    String digits =
        switch (random.nextInt(5)) {
          case 0 -> whole;
          case 1 -> whole + ".";
          case 2 -> "." + part;
          case 3 -> "00" + whole + "." + part;
          default -> whole + "." + part;
        };
    return (signed ? random.nextBoolean() ? "+" : "-" : "") + digits;
  }

  private static byte[] line(RandomGenerator random, Report report) {
    String id = new String(report.id(), ISO_8859_1);
    StringBuilder line = new StringBuilder(random.nextInt(4) == 0 ? space(random) : "");
    line.append("IAMAT").append(space(random)).append(id);
    line.append(space(random)).append(report.position());
    line.append(space(random)).append(report.time());
    return bytes(line.append(random.nextBoolean() ? "\r" : "").toString());
  }

  private static String space(RandomGenerator random) {
    return SPACES[random.nextInt(SPACES.length)];
  }

  /** The AT line with its origin, as a server writes it that received the line at this time. */
  private static byte[] encoded(byte[] line, CommandParser parser, long receipt) {
    byte[] out = new byte[line.length + 100];
    int at = new AtEncoder(ServerId.of("Clark")).putStart(out, 0, receipt, parser.timeNanos());
    at = AtEncoder.putField(out, at, line, parser.idStart(), parser.idEnd(), ' ');
    at = AtEncoder.putField(out, at, line, parser.coordinatesStart(), parser.coordinatesEnd(), ' ');
    at = AtEncoder.putField(out, at, line, parser.timeStart(), parser.timeEnd(), ' ');
    byte[] origin = bytes("4f1a 17");
    at = AtEncoder.putField(out, at, origin, 0, origin.length, '\n');
    return Arrays.copyOf(out, at - 1);
  }

  @Test
  void peerReadsWhatTheClientWrote() {
    Seeds.each(
        3_000,
        random -> {
          Report report = report(random);
          byte[] line = line(random, report);
          CommandParser commands = new CommandParser(50, 20);
          assertEquals(Kind.IAMAT, commands.parse(line, 0, line.length));
          long receipt = Seeds.edgyLong(random);
          byte[] wire = encoded(line, commands, receipt);

          AtParser records = new AtParser();
          assertTrue(records.parse(wire, 0, wire.length), () -> new String(wire, ISO_8859_1));
          AtView view = new AtView();
          records.view(wire, view);
          assertEquals(commands.timeNanos(), view.clientNanos);
          assertEquals(receipt, view.receiptNanos);
          assertArrayEquals(report.id(), Arrays.copyOfRange(wire, view.idStart, view.idEnd));
          String text = new String(wire, view.start, view.length(), ISO_8859_1);
          assertTrue(text.endsWith(" " + report.position() + " " + report.time()), text);
        });
  }

  @Test
  void recordTellsWhatTheClientWrote() {
    Seeds.each(
        2_000,
        random -> {
          Report report = report(random);
          byte[] line = line(random, report);
          CommandParser commands = new CommandParser(50, 20);
          assertEquals(Kind.IAMAT, commands.parse(line, 0, line.length));
          long receipt = Seeds.edgyLong(random);
          byte[] wire = encoded(line, commands, receipt);
          AtParser records = new AtParser();
          assertTrue(records.parse(wire, 0, wire.length));
          AtView view = new AtView();
          records.view(wire, view);

          AtRecord record = view.copy();
          assertEquals(ServerId.of("Clark"), record.server());
          assertEquals(new String(report.id(), UTF_8), record.clientId());
          assertEquals(instant(commands.timeNanos()), record.time());
          assertEquals(instant(receipt), record.receipt());
          assertEquals(record.time().plus(record.skew()), record.receipt());
          String position = report.position();
          int second = Math.max(position.lastIndexOf('+'), position.lastIndexOf('-'));
          assertEquals(value(position.substring(0, second)), record.latitude(), 1e-12, "latitude");
          assertEquals(value(position.substring(second)), record.longitude(), 1e-12, "longitude");
        });
  }

  private static double value(String decimal) {
    String plain = decimal.replaceFirst("^([+-])\\.", "$10.").replaceFirst("\\.$", "");
    return new BigDecimal(plain).doubleValue();
  }

  private static Instant instant(long nanos) {
    return Instant.EPOCH.plusSeconds(nanos / 1_000_000_000).plusNanos(nanos % 1_000_000_000);
  }
}
