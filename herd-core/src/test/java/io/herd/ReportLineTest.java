package io.herd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.protocol.CommandParser;
import io.herd.protocol.Coordinates;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportLineTest {

  private static final Instant FIRST = Instant.ofEpochSecond(0, Long.MIN_VALUE);
  private static final Instant LAST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

  private static String line(String id, double latitude, double longitude, Instant time) {
    return new String(ReportLine.of(id, latitude, longitude, time), UTF_8);
  }

  private static void assertRefused(String id, double latitude, double longitude, Instant time) {
    assertThrows(
        IllegalArgumentException.class, () -> ReportLine.of(id, latitude, longitude, time));
  }

  @Test
  void reportIsWrittenAsAClientWritesIt() {
    assertEquals(
        "IAMAT kiwi +34.06893-118.445127 1400794645.392014450",
        line("kiwi", 34.06893, -118.445127, Instant.ofEpochSecond(1_400_794_645, 392_014_450)));
  }

  @Test
  void everyReportIsAValidCommandOfTheSameValues() {
    Seeds.each(
        2_000,
        random -> {
          double latitude =
              random.nextInt(5) == 0 ? tiny(random.nextInt(400)) : random.nextDouble(-90, 90);
          double longitude = random.nextDouble(-180, 180);
          long nanos = Seeds.edgyLong(random);
          byte[] line = ReportLine.of("kiwi", latitude, longitude, Instant.ofEpochSecond(0, nanos));
          CommandParser parser = new CommandParser(50, 20);
          assertEquals(CommandParser.Kind.IAMAT, parser.parse(line, 0, line.length));
          assertEquals(nanos, parser.timeNanos());
          Coordinates read = new Coordinates();
          assertTrue(read.read(line, parser.coordinatesStart(), parser.coordinatesEnd()));
          assertEquals(latitude, read.latitude(), 1e-13);
          assertEquals(longitude, read.longitude(), 1e-13);
        });
  }

  private static double tiny(int exponent) {
    return Math.pow(10, -exponent);
  }

  @Test
  void limitsOfTheEarthAreTaken() {
    assertEquals("IAMAT a +90.0-180.0 0.000000000", line("a", 90, -180, Instant.EPOCH));
    assertEquals("IAMAT a -90.0+180.0 0.000000000", line("a", -90, 180, Instant.EPOCH));
    assertEquals("IAMAT a +0.0+0.0 0.000000000", line("a", -0.0, 0, Instant.EPOCH));
  }

  @Test
  void positionsOffTheEarthAreRefused() {
    assertRefused("a", Math.nextUp(90.0), 0, Instant.EPOCH);
    assertRefused("a", Math.nextDown(-90.0), 0, Instant.EPOCH);
    assertRefused("a", 0, Math.nextUp(180.0), Instant.EPOCH);
    assertRefused("a", Double.NaN, 0, Instant.EPOCH);
    assertRefused("a", 0, Double.NEGATIVE_INFINITY, Instant.EPOCH);
  }

  @Test
  void firstAndLastTimesAreTaken() {
    assertEquals("IAMAT a +0.0+0.0 9223372036.854775807", line("a", 0, 0, LAST));
    assertEquals("IAMAT a +0.0+0.0 -9223372036.854775808", line("a", 0, 0, FIRST));
    assertRefused("a", 0, 0, LAST.plusNanos(1));
    assertRefused("a", 0, 0, FIRST.minusNanos(1));
    assertRefused("a", 0, 0, Instant.MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "\ta", "a\rb", "\u000b", "a\f"})
  void idsThatNoClientCanSendAreRefused(String id) {
    assertRefused(id, 0, 0, Instant.EPOCH);
  }
}
