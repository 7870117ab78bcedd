package io.herd.tls;

import io.herd.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Prints what a look at unchanged files, an engine and a loading cost, in microseconds. */
final class TlsFilesFigures {

  private static final int ROUNDS = 7;

  private TlsFilesFigures() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("herd-tls");
    TestCertificates authority = TestCertificates.authority();
    authority.identity("Clark").write(directory, "clark");
    Path chain = directory.resolve("clark.pem");
    Path key = directory.resolve("clark.key");
    Path trust = authority.write(directory.resolve("ca.pem"));
    TlsFiles.Builder builder = TlsFiles.builder().certificate(chain, key).trust(trust);
    TlsFiles young = builder.open();
    print("look at files that were just written", 2_000, young::expiry);
    for (Path file : List.of(chain, key, trust)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
    TlsFiles tls = builder.open();
    print("look at files that are older", 20_000, tls::expiry);
    print("engine", 20_000, tls::accepting);
    print("loading", 50, () -> open(builder));
    for (Path file : List.of(chain, key, trust, directory)) {
      Files.delete(file);
    }
  }

  private static void open(TlsFiles.Builder builder) {
    try {
      builder.open();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The median of some rounds after warming up. */
  private static void print(String name, int times, Runnable action) {
    double[] micros = new double[ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        action.run();
      }
      micros[Math.max(round, 0)] = (System.nanoTime() - start) / 1e3 / times;
    }
    Arrays.sort(micros);
    System.out.printf("%-40s %8.1f us%n", name, micros[ROUNDS / 2]);
  }
}
