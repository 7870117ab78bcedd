package io.herd.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final long NANOS = 1_621_464_827_959_498_503L;
  private static final int OUTSTANDING = 256;

  private final Tally tally = new Tally();
  private Selector selector;
  private Caller caller;

  @BeforeEach
  void open() throws IOException {
    selector = Selector.open();
    caller =
        new Caller(
            0,
            SocketChannel.open(),
            null,
            selector,
            new Outstanding(OUTSTANDING),
            new Clients(0, 1, 100, Clients.Choice.SEQUENTIAL, ZipfTable.NONE, 1));
  }

  @AfterEach
  void close() throws IOException {
    caller.close();
    selector.close();
  }

  private int take(Protocol protocol, String text) {
    return take(Answers.of(protocol), text);
  }

  private int take(Answers answers, String text) {
    ByteBuffer in = ByteBuffer.allocate(1 << 16).order(Digits.ORDER);
    in.put(text.getBytes(US_ASCII));
    return answers.take(in, 0, text.length(), caller, tally);
  }

  private static String answer(int client, int more) {
    return "AT Clark +0.263873386 client%08d.example +34.06%04d-118.445127 1621464827.%09d\n"
        .formatted(client, 8_503 + more, 959_498_503 + more);
  }

  private String ask(int count) {
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < count; i++) {
      caller.outstanding.addReport(i, NANOS + i, 0);
      answers.append(answer(i, i));
    }
    return answers.toString();
  }

  @Test
  void rightAnswersAreCountedWithoutErrors() {
    String all = ask(200);
    assertEquals(all.length(), take(Protocol.IAMAT, all));
    assertEquals(200, tally.answers());
    assertEquals(0, tally.errors(), () -> tally.problems().toString());
  }

  @Test
  void answersMayBeCutAtEveryPlace() {
    for (int cut = 0; cut <= 2 * answer(0, 0).length(); cut++) {
      String all = ask(3);
      Answers answers = Answers.of(Protocol.IAMAT);
      int end = take(answers, all.substring(0, cut));
      assertEquals(0, caller.outstanding.size() - 3 + end / answer(0, 0).length());
      take(answers, all.substring(end));
      assertEquals(0, caller.outstanding.size());
    }
    assertEquals(0, tally.errors(), () -> tally.problems().toString());
  }

  @Test
  void lengthOfTheSkewMayChange() {
    String all = ask(3).replaceFirst("\\+0.263873386", "-12.263873386");
    assertEquals(all.length(), take(Protocol.IAMAT, all));
    assertEquals(0, tally.errors(), () -> tally.problems().toString());
  }

  @Test
  void answersInAnotherOrderAreErrors() {
    String all = ask(2);
    int half = all.length() / 2;
    take(Protocol.IAMAT, all.substring(half) + all.substring(0, half));
    assertEquals(2, tally.errors());
  }

  @Test
  void invalidCommandIsAnError() {
    ask(1);
    take(Protocol.IAMAT, "? IAMAT client00000000.example +34.068503-118.445127 x\n");
    assertEquals(1, tally.errors());
    assertEquals(1, tally.answers());
    assertTrue(tally.problems().get(0).contains("? IAMAT"));
  }

  @Test
  void anyOtherByteIsSeenInTheSample() {
    Answers answers = Answers.of(Protocol.IAMAT);
    for (int i = 0; i < 128; i++) {
      caller.outstanding.addReport(i, NANOS + i, 0);
      take(answers, answer(i, i).replace("example", "exampel"));
    }
    assertTrue(tally.errors() >= 2, () -> tally.errors() + " errors");
  }

  @Test
  void moreThanWasAskedForIsAnError() {
    take(Protocol.IAMAT, ask(1) + answer(1, 1));
    assertEquals(1, tally.errors());
    assertEquals(1, tally.answers());
  }

  @Test
  void questionIsAnsweredByAPage() {
    caller.outstanding.addQuestion(5, 0);
    String page = answer(5, 77) + "{\n   \"results\" : []\n}\n\n";
    assertEquals(0, take(Protocol.IAMAT, page.substring(0, page.length() - 1)));
    assertEquals(page.length(), take(Protocol.IAMAT, page));
    assertEquals(0, tally.errors(), () -> tally.problems().toString());
  }

  @Test
  void pageAboutAnotherClientIsAnError() {
    caller.outstanding.addQuestion(5, 0);
    take(Protocol.IAMAT, answer(6, 0) + "{\n}\n\n");
    assertEquals(1, tally.errors());
  }

  @Test
  void redisSaysOkOrNumbers() {
    ask(5);
    assertEquals(10, take(Protocol.REDIS_SET, "+OK\r\n+OK\r\n+OK"));
    assertEquals(8, take(Protocol.REDIS_GEOADD, ":1\r\n:0\r\n"));
    assertEquals(4, tally.answers());
    assertEquals(0, tally.errors(), () -> tally.problems().toString());
  }

  @Test
  void errorOfRedisIsAnError() {
    ask(2);
    take(Protocol.REDIS_SET, "-ERR unknown command\r\n+OK\r\n");
    assertEquals(1, tally.errors());
    assertEquals(2, tally.answers());
  }
}
