package io.herd.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A request of one length, in which only digits differ: eight of the client's id, the last four of
 * its latitude, and the time. Not thread-safe: the first digits of the time are written into the
 * text when they change, which is seldom.
 */
final class RequestForm {

  /** Where the client's number is to be, in the text of a form. */
  private static final String ID = "IIIIIIII";

  /** Where the last digits of the latitude are to be. */
  private static final String LATITUDE = "LLLL";

  /** Where the time is to be, in seconds with nine digits of a fraction. */
  private static final String TIME = "SSSSSSSSSS.NNNNNNNNN";

  private static final int SECONDS_DIGITS = 10;

  private final byte[] text;
  private final int idAt;
  private final int latitudeAt;
  private final int timeAt;
  private long timeHigh = -1;

  private RequestForm(String text) {
    this.text = text.getBytes(US_ASCII);
    this.idAt = text.indexOf(ID);
    this.latitudeAt = text.indexOf(LATITUDE);
    this.timeAt = text.indexOf(TIME);
  }

  /** A form; the places for digits are given by the letters above. */
  static RequestForm of(String text) {
    return new RequestForm(text);
  }

  /** How many bytes such a request has. */
  int bytes() {
    return text.length;
  }

  /**
   * Writes a request.
   *
   * @param timeNanos nanoseconds since 1970; also gives the last digits of the latitude, so that
   *     every report is of another place
   * @return where the next one goes
   */
  int put(ByteBuffer target, int at, int client, long timeNanos) {
    long high = timeNanos / Digits.EIGHT;
    int low = (int) (timeNanos - high * Digits.EIGHT);
    if (high != timeHigh) {
      changeHigh(high);
    }
    target.put(at, text);
    if (idAt >= 0) {
      Digits.putEight(target, at + idAt, client);
    }
    if (latitudeAt >= 0) {
      target.putInt(at + latitudeAt, Digits.four(low % Digits.FOUR));
    }
    if (timeAt >= 0) {
      Digits.putEight(target, at + timeAt + TIME.length() - 8, low);
    }
    return at + text.length;
  }

  /** The digits before the last eight: the seconds and one of the fraction. */
  private void changeHigh(long high) {
    timeHigh = high;
    if (timeAt >= 0) {
      Digits.put(text, timeAt, SECONDS_DIGITS, high / 10);
      text[timeAt + SECONDS_DIGITS + 1] = (byte) ('0' + high % 10);
    }
  }

  /** Whether these bytes are what {@link #put} writes. */
  boolean isAt(ByteBuffer source, int at, int client, long timeNanos) {
    ByteBuffer expected = ByteBuffer.allocate(text.length).order(Digits.ORDER);
    put(expected, 0, client, timeNanos);
    return source.slice(at, text.length).equals(expected);
  }

  /** Whether the digits that differ, and only they, are what {@link #put} writes. */
  boolean digitsAreAt(ByteBuffer source, int at, int client, long timeNanos) {
    int low = (int) (timeNanos % Digits.EIGHT);
    return (idAt < 0 || Digits.areEight(source, at + idAt, client))
        && (timeAt < 0 || Digits.areEight(source, at + timeAt + TIME.length() - 8, low))
        && (latitudeAt < 0 || source.getInt(at + latitudeAt) == Digits.four(low % Digits.FOUR));
  }

  /** Whether these bytes name this client, whatever else they say. */
  boolean clientIsAt(ByteBuffer source, int at, int client) {
    return Digits.areEight(source, at + idAt, client);
  }
}
