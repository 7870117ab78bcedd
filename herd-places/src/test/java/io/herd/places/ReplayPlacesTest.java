package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayPlacesTest {

  /** A layout of nobody's, to see that it stays. */
  private static final String BODY =
      "{ \"results\":[ {\"name\":\"a\"} , {\"name\":\"b\"} ],\"status\":\"OK\" ,\"x\":1}";

  @TempDir Path directory;

  private void record(String name, String body) throws IOException {
    Files.writeString(directory.resolve(name), body);
  }

  private ReplayPlaces replay() throws IOException {
    return ReplayPlaces.of(directory, 1_000);
  }

  private static String ask(ReplayPlaces replay, double latitude, double longitude, int results) {
    PlacesQuery query = new PlacesQuery(latitude, longitude, 5, results);
    return new String(replay.nearby(query).toCompletableFuture().join(), UTF_8);
  }

  private String refused() {
    return assertThrows(IllegalArgumentException.class, this::replay).getMessage();
  }

  @Test
  void theNearestRecordingIsGivenByteForByte() throws Exception {
    record("34.068930,-118.445127.json", BODY);
    record("+34.0700_-118.4451.json", BODY.replace("\"a\"", "\"A\""));
    record("notes.txt", "x");
    record("notes.json", "x");
    ReplayPlaces replay = replay();
    assertEquals(BODY, ask(replay, 34.068930, -118.445127, 20));
    assertEquals(BODY, ask(replay, 34.0689, -118.4451, 2));
    assertTrue(ask(replay, 34.0701, -118.4451, 20).contains("\"A\""));
    assertEquals(2, replay.counts().get("recordings"));
  }

  @Test
  void itIsCutToWhatWasAskedFor() throws Exception {
    record("1,2.json", BODY);
    assertEquals(
        "{ \"results\":[ {\"name\":\"a\"} ],\"status\":\"OK\" ,\"x\":1}", ask(replay(), 1, 2, 1));
    assertEquals("{ \"results\":[],\"status\":\"OK\" ,\"x\":1}", ask(replay(), 1, 2, 0));
  }

  @Test
  void whereNothingWasRecordedNothingIsFound() throws Exception {
    record("0,0.json", BODY);
    ReplayPlaces replay = replay();
    assertEquals(BODY, ask(replay, 0, 0.00899, 20));
    byte[] nothing = LegacyJson.zeroResults();
    PlacesQuery query = new PlacesQuery(0, 0.009, 5, 20);
    assertArrayEquals(nothing, replay.nearby(query).toCompletableFuture().join());
  }

  @Test
  void anIndexMayNameTheFiles() throws Exception {
    record("index.csv", "# where, which\n\n 34.07 , -118.44 , ucla.json \n1,2,other.json\n");
    record("ucla.json", BODY);
    record("other.json", BODY.replace("\"a\"", "\"A\""));
    assertEquals(BODY, ask(replay(), 34.07, -118.44, 20));
    assertTrue(ask(replay(), 1, 2, 20).contains("\"A\""));
  }

  @Test
  void aRecordedFailureIsOne() throws Exception {
    for (String status : new String[] {"OVER_QUERY_LIMIT", "REQUEST_DENIED", "INVALID_REQUEST"}) {
      record("1,2.json", BODY.replace("OK", status));
      assertEquals(Status.valueOf(status), failure(replay()));
    }
    record("1,2.json", BODY.replace("OK", "NOT_FOUND"));
    assertEquals(Status.UNKNOWN_ERROR, failure(replay()));
  }

  private static Status failure(ReplayPlaces replay) {
    Throwable cause =
        assertThrows(CompletionException.class, () -> ask(replay, 1, 2, 20)).getCause();
    return assertInstanceOf(PlacesException.class, cause).status();
  }

  @Test
  void recordingsThatAreNotOfTheFormAreRefused() throws Exception {
    record("1,2.json", "{}");
    assertEquals("1,2.json: the answer has no status", refused());
    record("1,2.json", "<html>");
    assertEquals("1,2.json: the answer is not JSON", refused());
  }

  @Test
  void wrongPointsAreRefused() throws Exception {
    record("91,2.json", BODY);
    assertTrue(refused().startsWith("latitude is 91.0"));
    record("index.csv", "x\n");
    assertTrue(refused().startsWith("index.csv: line 1: must be"));
    record("index.csv", "1,x,91,2.json\n");
    assertTrue(refused().startsWith("index.csv: line 1: longitude is"));
  }

  @Test
  void aDirectoryWithoutRecordingsIsRefused() {
    assertTrue(refused().contains("has no recording"));
    assertThrows(IOException.class, () -> ReplayPlaces.of(directory.resolve("no"), 1));
    assertThrows(IllegalArgumentException.class, () -> ReplayPlaces.of(directory, -1));
  }
}
