package io.herd.internal;

import static io.herd.internal.Fragments.assertAnswered;
import static io.herd.internal.Fragments.assertAnsweredAndOpen;
import static io.herd.internal.LoneNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.herd.HerdStats.Count;
import io.herd.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IAMAT. */
final class ClientReportTest {

  private static final long NOW = 1_767_225_600L;

  private final LoneNode node = new LoneNode();
  private final ScriptedClient client = node.client();

  private String report(String id, String coordinates, String time) {
    client.write("IAMAT " + id + " " + coordinates + " " + time + "\n");
    return client.answer();
  }

  @ParameterizedTest
  @CsvSource({
    "1767225600,+0.000000000",
    "1767225600.000000000,+0.000000000",
    "1767225600.0000000009,+0.000000000",
    "1767225599.999999999,+0.000000001",
    "1767225612.000000001,-12.000000001",
    "1767225599.736126614,+0.263873386",
    "+1767225599,+1.000000000",
    "0,+1767225600.000000000",
    "-1,+1767225601.000000000",
    "9223372036.854775807,-7456146436.854775807",
    "-9223372036.854775808,+10990597636.854775808",
    "1767225599.,+1.000000000",
    ".5,+1767225599.500000000"
  })
  void skewIsReceiptTimeMinusClientTime(String time, String skew) {
    assertEquals(
        "AT Clark " + skew + " kiwi +34-118 " + time + "\n", report("kiwi", "+34-118", time));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+34-118", "+34.-118.", "+.5-.5", "+0034.10-00118.0", "-90.000+180.0"})
  void coordinatesAreCopiedByteForByte(String coordinates) {
    assertEquals(
        "AT Clark +0.000000000 kiwi " + coordinates + " 1767225600\n",
        report("kiwi", coordinates, "1767225600"));
  }

  @Test
  void lastThreeFieldsAreCopiedWithSingleSpacesBetween() {
    assertAnswered(
        "\t IAMAT \r\0\u00ff\u00fe \t\t+034.50-118.\f0001767225600.50000000001 \r\n",
        "AT Clark -0.500000000 \0\u00ff\u00fe +034.50-118. 0001767225600.50000000001\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IAMAT kiwi +340656.1-1182642.5 1767225600",
        "IAMAT kiwi +90.0000000000000000000001-0 1767225600",
        "IAMAT kiwi +34-118 9223372036.854775808",
        "IAMAT kiwi +34-118 -9223372036.854775809",
        "IAMAT kiwi +34-118 nan",
        "IAMAT kiwi +34-118/ 1767225600",
        "IAMAT kiwi 34-118 1767225600",
        "IAMAT kiwi +34 1767225600",
        "IAMAT +34-118 1767225600",
        "IAMAT kiwi +34-118",
        "IAMAT kiwi +34-118 1767225600 1",
      })
  void badReportIsInvalidAndChangesNothing(String line) {
    assertAnswered(line + "\n", "? " + line + "\n");
    assertAnswered(line + "\r\n", "? " + line + "\r\n");
    client.write(line + "\n");
    assertEquals(List.of(), node.contents());
    assertEquals(1, node.count(Count.LINES_REFUSED));
  }

  @Test
  void idsAreComparedAsBytes() {
    report("kiwi", "+1-1", "1");
    report("Kiwi", "+1-1", "1");
    report("kiwi\0", "+1-1", "1");
    report("k\u00edwi", "+1-1", "1");
    assertEquals(4, node.contents().size());
  }

  @Test
  void newerReportReplacesTheStoredOne() {
    report("kiwi", "+1-1", NOW + "");
    String answer = report("kiwi", "+2-2", NOW + ".000000001");
    assertEquals(List.of(answer.strip()), node.contents());
    assertEquals(2, node.count(Count.REPORTS_KEPT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1767225600", "1767225600.0", "1767225599.9999999999", "5", "-5"})
  void reportThatIsNotNewerIsAnsweredWithItsOwnDataAndChangesNothing(String time) {
    report("kiwi", "+1-1", NOW + "");
    List<String> before = node.contents();
    node.pass(5 * SECOND);
    String answer = report("kiwi", "+2-2", time);
    assertEquals(" kiwi +2-2 " + time + "\n", answer.substring(answer.indexOf(" kiwi")));
    assertEquals(before, node.contents());
    assertEquals(1, node.count(Count.REPORTS_KEPT));
    assertEquals(1, node.count(Count.REPORTS_UNCHANGED));
  }

  @Test
  void digitsBeyondTheNinthDoNotMakeAReportNewer() {
    report("kiwi", "+1-1", "1767225600.0000000001");
    report("kiwi", "+2-2", "1767225600.0000000009");
    assertEquals(List.of("AT Clark +0.000000000 kiwi +1-1 1767225600.0000000001"), node.contents());
  }

  @Test
  void clockFarAheadDoesNotFreezeAClient() {
    report("kiwi", "+1-1", "9000000000");
    node.pass(59 * SECOND);
    report("kiwi", "+2-2", (NOW + 59) + "");
    assertEquals(1, node.count(Count.REPORTS_KEPT));
    node.pass(2 * SECOND);
    report("kiwi", "+3-3", (NOW + 61) + "");
    assertEquals(List.of("AT Clark +0.000000000 kiwi +3-3 1767225661"), node.contents());
  }

  @Test
  void repeatedReportOfAClockFarAheadChangesNothing() {
    report("kiwi", "+1-1", "9000000000");
    node.pass(SECOND);
    report("kiwi", "+2-2", "9000000000");
    assertEquals(1, node.count(Count.REPORTS_KEPT));
    report("kiwi", "+3-3", "9000000001");
    assertEquals(2, node.count(Count.REPORTS_KEPT));
  }

  @Test
  void reportIsVisibleToOthersOnceItIsAnswered() {
    report("kiwi", "+1-1", NOW + "");
    ScriptedClient other = node.client().write("WHATSAT kiwi 10 5\n");
    assertEquals(
        "AT Clark +0.000000000 kiwi +1-1 1767225600",
        other.received().lines().findFirst().orElseThrow());
  }

  @Test
  void reportsOfOneTurnShareTheirReceiptTime() {
    client.write("IAMAT a +1-1 1767225600\nIAMAT b +1-1 1767225600\n");
    assertEquals(
        "AT Clark +0.000000000 a +1-1 1767225600\nAT Clark +0.000000000 b +1-1 1767225600\n",
        client.answer());
    node.pass(1);
    assertEquals("AT Clark +0.000000001 c +1-1 1767225600\n", report("c", "+1-1", "1767225600"));
  }

  @Test
  void newClientBeyondTheBoundIsRefusedAndKnownOnesAreNot() {
    LoneNode full = LoneNode.withLimits(limits -> limits.clients(2));
    ScriptedClient speaker = full.client();
    for (String id : List.of("a", "b", "c")) {
      speaker.write("IAMAT " + id + " +1-1 1767225600\n");
    }
    speaker.answer();
    speaker.write("IAMAT c +1-1 1767225600\nIAMAT a +2-2 1767225601\n");
    assertEquals(
        "? IAMAT c +1-1 1767225600\nAT Clark -1.000000000 a +2-2 1767225601\n", speaker.answer());
    assertEquals(2, full.contents().size());
    assertEquals(2, full.count(Count.CLIENTS_REFUSED));
  }

  @Test
  void boundHoldsAlsoForManyReportsAtOnce() {
    LoneNode full = LoneNode.withLimits(limits -> limits.clients(70));
    StringBuilder reports = new StringBuilder();
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      String report = "client" + i + " +1-1 1767225600\n";
      reports.append("IAMAT ").append(report);
      answers.append(i < 70 ? "AT Clark +0.000000000 " : "? IAMAT ").append(report);
    }
    assertEquals(answers.toString(), full.client().write(reports.toString()).answer());
    assertEquals(70, full.contents().size());
    assertEquals(30, full.count(Count.CLIENTS_REFUSED));
  }

  @Test
  void moreReportsAtOnceThanAnswersAreCollectedAreAnsweredInOrder() {
    StringBuilder reports = new StringBuilder();
    StringBuilder answers = new StringBuilder();
    String longId = "i".repeat(500);
    for (int i = 0; i < 2_000; i++) {
      // one in seven is of no use, and each client has two reports, the second one later
      String report = longId + i % 1_000 + " +1-1 " + (NOW - 2 + i / 1_000) + "\n";
      boolean valid = i % 7 != 0;
      reports.append(valid ? "IAMAT " : "IAMAT x ").append(report);
      answers
          .append(valid ? "AT Clark +" + (2 - i / 1_000) + ".000000000 " : "? IAMAT x ")
          .append(report);
    }
    assertEquals(answers.toString(), client.write(reports.toString()).answer());
    assertEquals(2_000 - 286, node.count(Count.REPORTS_KEPT));
    assertEquals(1_000, node.contents().size());
  }

  @Test
  void newClientIsRefusedOnceTheStoreTakesTooMuchMemory() {
    LoneNode full = LoneNode.withLimits(limits -> limits.storeBytes(40_000));
    ScriptedClient speaker = full.client();
    for (int i = 0; i < 1_000; i++) {
      speaker.write("IAMAT client" + i + " +1-1 1767225600\n");
    }
    assertEquals(1_000, full.contents().size() + full.count(Count.CLIENTS_REFUSED));
    assertEquals(true, full.count(Count.CLIENTS_REFUSED) > 0);
    assertEquals(true, full.core.store().bytes() < 40_000 + (1 << 15), "one segment beyond");
  }

  @Test
  void longestReportIsKeptWhole() {
    String start = "IAMAT ";
    String rest = " +1-1 1767225600";
    int most = Limits.defaults().lineBytes();
    String id = "i".repeat(most - start.length() - rest.length());
    client.write(start + id).write(rest + "\n");
    assertEquals("AT Clark +0.000000000 " + id + rest + "\n", client.answer());
  }

  @Test
  void reportIsReadInAnyPieces() {
    assertAnsweredAndOpen(
        "IAMAT kiwi +1-1 1767225600\nIAMAT kiwi +2-2 1767225599\r\n",
        "AT Clark +0.000000000 kiwi +1-1 1767225600\n"
            + "AT Clark +1.000000000 kiwi +2-2 1767225599\n");
  }
}
