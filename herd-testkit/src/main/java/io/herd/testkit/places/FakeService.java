package io.herd.testkit.places;

/** The service that a fake plays: what it says to a question. Thread-safe. */
interface FakeService {

  /** The path that the real one has. */
  String path();

  /** The answer, also to what is malformed. */
  FakeReply answer(FakeCall call, FakeWorld world);

  /** How it says what a fault beginning with SAYS says. */
  FakeReply says(Fault fault, FakeCall call);
}
