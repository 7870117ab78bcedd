package io.herd.load;

import java.nio.ByteBuffer;

/**
 * Answers of a herd. Of every answer to a report, client, time and the changing digits of the
 * position are compared with the request; of one in {@link #SAMPLE}, all of it. Of an answer to
 * WHATSAT, that it is about the client, and its frame. Not thread-safe.
 */
final class AtAnswers implements Answers {

  private static final int SAMPLE = 64;
  private static final int AT_MASK = 0xFFFFFF00;
  private static final int AT = ('A' << 24) + ('T' << 16) + (' ' << 8);
  private static final int FRACTION_DIGITS = 9;

  private final RequestForm echo = RequestForm.of(Protocol.ECHO);
  private int untilSample = SAMPLE;

  @Override
  public int take(ByteBuffer in, int from, int to, Caller caller, Tally tally) {
    Outstanding outstanding = caller.outstanding;
    int at = from;
    while (at < to) {
      if (outstanding.size() == 0) {
        tally.onError("more than was asked for: " + AnswerText.quote(in, at, to));
        return to;
      }
      int end = at + caller.answerBytes;
      if (end > to
          || caller.answerBytes == 0
          || outstanding.firstIsQuestion()
          || --untilSample == 0
          || !isRight(in, at, end, outstanding)) {
        end = takeSlowly(in, at, to, caller, tally);
        if (end < 0) {
          return at;
        }
      }
      tally.onAnswer(outstanding.dueNanos());
      outstanding.remove();
      at = end;
    }
    return at;
  }

  /** Whether this is the answer to the first request, by all that can be seen at its two ends. */
  private boolean isRight(ByteBuffer in, int at, int end, Outstanding outstanding) {
    return (in.getInt(at) & AT_MASK) == AT
        && in.get(end - 1) == '\n'
        && echo.digitsAreAt(in, end - echo.bytes(), outstanding.client(), outstanding.timeNanos());
  }

  /** Finds the end and looks at everything. */
  private int takeSlowly(ByteBuffer in, int at, int to, Caller caller, Tally tally) {
    untilSample = SAMPLE;
    Outstanding outstanding = caller.outstanding;
    boolean question = outstanding.firstIsQuestion() && in.get(at) != '?';
    int lineEnd = AnswerText.lineEnd(in, at, to);
    int end = question ? AnswerText.pageEnd(in, at, to) : lineEnd;
    if (end < 0) {
      return -1;
    }
    int echoAt = lineEnd - echo.bytes();
    boolean right =
        question
            ? isHead(in, at, echoAt)
                && echo.clientIsAt(in, echoAt, outstanding.client())
                && in.get(lineEnd) == '{'
                && in.get(end - 3) == '}'
            : !outstanding.firstIsQuestion()
                && isHead(in, at, echoAt)
                && echo.isAt(in, echoAt, outstanding.client(), outstanding.timeNanos());
    if (!right) {
      tally.onError("not the answer: " + AnswerText.quote(in, at, end));
    } else if (!question) {
      caller.answerBytes = end - at;
    }
    return end;
  }

  /** Whether this is {@code AT <server> <skew>} and a space. */
  private static boolean isHead(ByteBuffer in, int from, int to) {
    if (to - from < "AT A +0.000000000 ".length() || (in.getInt(from) & AT_MASK) != AT) {
      return false;
    }
    int at = to - 1;
    if (in.get(at--) != ' ') {
      return false;
    }
    for (int i = 0; i < FRACTION_DIGITS; i++) {
      if (!isDigit(in.get(at--))) {
        return false;
      }
    }
    if (in.get(at--) != '.' || !isDigit(in.get(at--))) {
      return false;
    }
    while (isDigit(in.get(at))) {
      at--;
    }
    boolean signed = in.get(at) == '+' || in.get(at) == '-';
    return signed && in.get(at - 1) == ' ' && at - 1 > from + 3;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }
}
