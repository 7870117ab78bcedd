package io.herd.benchmarks;

import io.herd.protocol.AtEncoder;
import io.herd.protocol.AtParser;
import io.herd.protocol.CommandParser;
import io.herd.protocol.PlainRecord;
import io.herd.protocol.PlainReport;
import io.herd.protocol.ServerId;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What reading and writing one line costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProtocolBenchmark {

  private static final int LINES = 1_024;
  private static final long RECEIPT_NANOS = 1_621_464_827_263_873_386L;

  private final CommandParser commands = new CommandParser(50, 20);
  private final PlainReport plain = new PlainReport();
  private final AtParser records = new AtParser();
  private final PlainRecord plainRecord = new PlainRecord();
  private final byte[][] reports = new byte[LINES][];

  /** With a line feed, and room behind as a buffer has it. */
  private final byte[][] plainReports = new byte[LINES][];

  private final byte[][] recordLines = new byte[LINES][];
  private final byte[][] plainRecords = new byte[LINES][];
  private final AtEncoder encoder = new AtEncoder(ServerId.of("Clark"));
  private final byte[] out = new byte[256];
  private int next;

  /** Prepares lines that differ, so that no branch is foreseen by heart. */
  public ProtocolBenchmark() {
    for (int i = 0; i < LINES; i++) {
      reports[i] = BenchmarkLines.report(i * 7_919, i * 977_351);
      plainReports[i] = inBuffer(reports[i]);
      recordLines[i] = BenchmarkLines.record(i * 7_919, i * 977_351, 1_000_000L + i);
      plainRecords[i] = inBuffer(recordLines[i]);
    }
  }

  private static byte[] inBuffer(byte[] line) {
    byte[] bytes = Arrays.copyOf(line, line.length + 16);
    bytes[line.length] = '\n';
    return bytes;
  }

  private int next() {
    next = (next + 1) % LINES;
    return next;
  }

  /** The line of a client, as nearly all write it, from the buffer. */
  @Benchmark
  public int readPlainReport() {
    byte[] line = plainReports[next()];
    return plain.read(line, 0, line.length);
  }

  /** The line of a client, cut into fields. */
  @Benchmark
  public CommandParser.Kind readReport() {
    byte[] line = reports[next()];
    return commands.parse(line, 0, line.length);
  }

  /** The line of a neighbour, as nearly all are, from the buffer. */
  @Benchmark
  public int readPlainRecord() {
    byte[] line = plainRecords[next()];
    return plainRecord.read(line, 0, line.length);
  }

  /** The line of a neighbour, cut into fields. */
  @Benchmark
  public boolean readRecord() {
    byte[] line = recordLines[next()];
    return records.parse(line, 0, line.length);
  }

  /** The AT line of a report that has been read. */
  @Benchmark
  public int writeAtLine() {
    int index = next();
    byte[] line = reports[index];
    int at = encoder.putStart(out, 0, RECEIPT_NANOS + index, RECEIPT_NANOS - index * 7L);
    return AtEncoder.putField(out, at, line, "IAMAT ".length(), line.length, '\n');
  }
}
