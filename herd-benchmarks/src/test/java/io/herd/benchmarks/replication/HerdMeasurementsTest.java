package io.herd.benchmarks.replication;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.load.ResultLine;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every measurement, of small herds: that it comes to an end and finds no error. */
@Timeout(60)
final class HerdMeasurementsTest {

  private static final int KEYS = 300;

  private static Bench bench(String subject, int members) throws Exception {
    return new Bench(HerdMapMaker.of(subject, null, "flooding", false), members);
  }

  private static double figure(ResultLine result, String name) {
    String line = result.toString();
    assertTrue(line.contains("\"errors\":0"), line);
    Matcher matcher = Pattern.compile("\"" + name + "\":([0-9.]+)").matcher(line);
    assertTrue(matcher.find(), line);
    return Double.parseDouble(matcher.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"herd", "herd-netty"})
  void burstIsSeenByAll(String subject) throws Exception {
    try (Bench bench = bench(subject, 5)) {
      bench.start(5);
      ResultLine result = new Measurements(bench).burst("burst", KEYS, 10 * KEYS);
      assertTrue(figure(result, "updatesPerSecond") > 0);
    }
  }

  @Test
  void propagationIsTimed() throws Exception {
    try (Bench bench = bench("herd", 3)) {
      bench.start(3);
      bench.fill(3, KEYS, KEYS);
      ResultLine result = new Measurements(bench).propagation(KEYS, 1, KEYS);
      double middle = figure(result, "p50Millis");
      assertTrue(middle > 0 && middle <= figure(result, "maxMillis"), result.toString());
    }
  }

  @Test
  void newNodeIsComplete() throws Exception {
    try (Bench bench = bench("herd", 5)) {
      bench.start(4);
      bench.fill(4, KEYS, KEYS);
      assertTrue(figure(new Measurements(bench).newNode(KEYS), "completeMillis") > 0);
    }
  }

  @Test
  void absentMemberIsSentWhatItMissed() throws Exception {
    try (Bench bench = bench("herd", 5)) {
      bench.start(5);
      bench.fill(5, KEYS, KEYS);
      ResultLine result =
          new Measurements(bench)
              .catchUp(Objects.requireNonNull(bench.map().absence()), KEYS, KEYS / 10);
      assertTrue(figure(result, "completeMillis") > 0);
      assertTrue(figure(result, "sentBytes") >= figure(result, "recordBytes"), result.toString());
    }
  }
}
