package io.herd.testkit.places;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a fake answers if nothing goes wrong on the way. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FakeReply(int code, String contentType, byte[] body) {

  private static final String JSON = "application/json; charset=UTF-8";

  static FakeReply json(int code, String body) {
    return new FakeReply(code, JSON, body.getBytes(UTF_8));
  }

  static FakeReply html(int code) {
    String page = "<!DOCTYPE html>\n<html><body><h1>" + code + "</h1></body></html>\n";
    return new FakeReply(code, "text/html; charset=UTF-8", page.getBytes(UTF_8));
  }
}
