package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.herd.spi.PlacesQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What a file of places may have in it: it is answered from, or refused with a reason. */
final class FilePlacesFuzzTest {

  private static final PlacesQuery QUERY = new PlacesQuery(34.0689, -118.4451, 50_000, 20);

  private static Path file;

  @BeforeAll
  static void makeFile() throws IOException {
    file = Files.createTempFile("places", ".txt");
  }

  @AfterAll
  static void removeFile() throws IOException {
    Files.delete(file);
  }

  @FuzzTest(maxDuration = "1m")
  void anyFileIsAnsweredFromOrRefusedWithAReason(byte[] input) throws IOException {
    Files.write(file, input);
    FilePlaces places;
    try {
      places = FilePlaces.of(file).load();
    } catch (IllegalArgumentException useless) {
      assertFalse(String.valueOf(useless.getMessage()).isBlank());
      return;
    } catch (IOException damaged) {
      // what is packed ends too early, or is not packed
      return;
    }
    assertTrue(places.size() > 0);
    byte[] document = places.nearby(QUERY).toCompletableFuture().join();
    Splice read = Splice.of(document, 20);
    assertTrue(read.status().matches("OK|ZERO_RESULTS"), read.status());
    assertEquals(document.length, read.bytes().length, "no more results than asked for");
  }
}
