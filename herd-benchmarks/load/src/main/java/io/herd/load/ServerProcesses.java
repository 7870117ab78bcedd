package io.herd.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the processes of the servers use, with their threads and the processes that they have
 * started. Immutable.
 */
final class ServerProcesses {

  private final List<ProcessHandle> processes;

  private ServerProcesses(List<ProcessHandle> processes) {
    this.processes = processes;
  }

  /** Those of these numbers, and their descendants of now. */
  static ServerProcesses of(List<Long> ids) {
    return new ServerProcesses(
        ids.stream()
            .map(ServerProcesses::find)
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .distinct()
            .toList());
  }

  private static ProcessHandle find(long id) {
    return ProcessHandle.of(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no process " + id));
  }

  boolean isEmpty() {
    return processes.isEmpty();
  }

  /** User and system time; counted by the kernel in steps of some milliseconds. */
  long cpuNanos() {
    return processes.stream().mapToLong(ServerProcesses::cpuNanos).sum();
  }

  /** The same of this process. */
  static long ownCpuNanos() {
    return cpuNanos(ProcessHandle.current());
  }

  private static long cpuNanos(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /** Resident memory, 0 where the system does not tell. */
  long residentBytes() throws IOException {
    long bytes = 0;
    for (ProcessHandle process : processes) {
      Path status = Path.of("/proc", Long.toString(process.pid()), "status");
      if (Files.exists(status)) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmRSS:")) {
            bytes += Long.parseLong(line.replaceAll("\\D", "")) << 10;
          }
        }
      }
    }
    return bytes;
  }
}
