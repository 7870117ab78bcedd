package io.herd.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunTest {

  private Responder responder;
  private Thread thread;

  @BeforeEach
  void respond() throws IOException {
    responder = Responder.listen(0);
    thread = new Thread(responder::run, "responder");
    thread.start();
  }

  @AfterEach
  void stop() throws Exception {
    responder.close();
    thread.join();
  }

  private Plan plan(int depth, double rate) throws IOException {
    return new Plan(
        Protocol.IAMAT,
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), responder.port())),
        5,
        depth,
        rate,
        1_000,
        Clients.Choice.UNIFORM,
        0,
        1,
        false);
  }

  private static Run run(Plan plan) {
    return new Run(plan, new Run.Timing(true, 0.05, 0.2, 0), ServerProcesses.of(List.<Long>of()));
  }

  @Test
  void closedLoopGetsRightAnswers() throws IOException {
    Run run = run(plan(16, -1));
    Map<String, Double> figures = run.measure();
    assertEquals(0, run.tally().errors(), () -> run.tally().problems().toString());
    assertTrue(figures.get("answersPerSecond") > 0);
    assertTrue(figures.get("p50Micros") > 0);
  }

  @Test
  void openLoopKeepsItsRate() throws IOException {
    Run run = run(plan(4, 2_000));
    Map<String, Double> figures = run.measure();
    assertEquals(0, run.tally().errors(), () -> run.tally().problems().toString());
    assertTrue(figures.get("answersPerSecond") > 0);
    // what is late is still sent, and no more than what is due
    assertTrue(run.tally().answers() <= 2_000, () -> "answers: " + run.tally().answers());
  }

  @Test
  void serverThatStallsIsChargedForWhatWasDue() {
    Tally tally = new Tally();
    tally.comesAt(5_000_000_000L);
    for (int i = 0; i < 100; i++) {
      tally.onAnswer(i * 10_000_000L);
    }
    assertEquals(5e9, tally.latencies().getMaxValue(), 5e6);
    assertEquals(4.5e9, tally.latencies().getValueAtPercentile(50), 2e7);
  }
}
