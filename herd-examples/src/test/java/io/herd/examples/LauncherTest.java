package io.herd.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, a copy of it in a project of stubs: java and mvn only say what they were asked. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final List<String> TOOLS =
      List.of("dirname", "find", "flock", "head", "mkdir", "readlink", "sed", "sleep", "touch");

  @TempDir Path directory;
  private Path root = Path.of("");
  private Path bin = Path.of("");

  @BeforeEach
  void setUp() throws IOException {
    root = Files.createDirectories(directory.resolve("a project"));
    bin = Files.createDirectories(directory.resolve("bin"));
    for (String tool : TOOLS) {
      Path found = inPath(tool);
      if (found != null) {
        stub(tool, "exec " + found + " \"$@\"");
      }
    }
    Files.copy(Path.of("../herd"), root.resolve("herd"));
    executable(root.resolve("herd"));
    for (String module : List.of("bom", "core", "places", "examples")) {
      Files.createDirectories(root.resolve("herd-" + module + "/src/main"));
      Files.writeString(root.resolve("herd-" + module + "/pom.xml"), "");
    }
    Files.writeString(root.resolve("pom.xml"), "");
    stub(
        "java",
        "[ \"$1\" = -version ] && { echo 'openjdk version \"17.0.1\" x' >&2; exit; }\n"
            + "for a in \"$@\"; do printf '<%s>' \"$a\"; done; echo; exit 7");
    stub("javac", "exit 0");
    stub(
        "mvn",
        "echo built >>builds; mkdir -p herd-examples/target; sleep 0.2;"
            + " echo >herd-examples/target/herd.jar");
  }

  private static Path inPath(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private void stub(String name, String script) throws IOException {
    executable(Files.writeString(bin.resolve(name), "#!" + inPath("bash") + "\n" + script + "\n"));
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Result(int code, String text) {}

  private Process start(Path launcher, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(inPath("bash") + ""));
    command.add(launcher.toString());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    return builder.start();
  }

  private Result run(Path launcher, String... args) throws IOException, InterruptedException {
    Process process = start(launcher, args);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }

  private long builds() throws IOException {
    Path builds = root.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void theJarIsBuiltOnceAndThenRun() throws Exception {
    Result first = run(root.resolve("herd"), "check", "a b");
    assertTrue(first.text().startsWith("herd: building herd-examples/target/herd.jar"));
    Path jar = root.resolve("herd-examples/target/herd.jar").toRealPath();
    assertTrue(first.text().endsWith("<-jar><" + jar + "><check><a b>\n"), first.text());
    assertEquals(7, first.code(), "the exit code is the command's");
    Result second = run(root.resolve("herd"), "check");
    assertTrue(second.text().startsWith("<-XX:"), second.text());
    assertEquals(1, builds());
  }

  @Test
  void theJarIsBuiltAgainWhenASourceIsNewer() throws Exception {
    run(root.resolve("herd"));
    Path source = Files.writeString(root.resolve("herd-core/src/main/Node.java"), "");
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(source, later);
    run(root.resolve("herd"));
    assertEquals(2, builds());
  }

  @Test
  void itIsFoundThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("one"), Path.of("a project/herd"));
    Path links = Files.createDirectories(directory.resolve("links"));
    Path second = Files.createSymbolicLink(links.resolve("two"), Path.of("../one"));
    assertEquals(7, run(link).code());
    assertEquals(7, run(second).code());
    assertEquals(1, builds());
  }

  @Test
  void twoStartsBuildOnce() throws Exception {
    if (!Files.exists(bin.resolve("flock"))) {
      return;
    }
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(root.resolve("herd")));
    }
    for (Process process : processes) {
      process.getInputStream().readAllBytes();
      assertEquals(7, process.waitFor());
    }
    assertEquals(1, builds());
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    Files.delete(bin.resolve("mvn"));
    Result noMaven = run(root.resolve("herd"));
    assertEquals(1, noMaven.code());
    assertTrue(noMaven.text().contains("mvn is missing: install Maven 3.8"), noMaven.text());

    stub("java", "echo 'java version \"1.8.0_202\"' >&2");
    Result old = run(root.resolve("herd"));
    assertEquals(1, old.code());
    assertEquals("herd: java is Java 1, must be 17 or later.\n", old.text());

    Files.delete(bin.resolve("java"));
    Result noJava = run(root.resolve("herd"));
    assertEquals(1, noJava.code());
    assertTrue(noJava.text().startsWith("herd: Java is missing"), noJava.text());
  }

  @Test
  void aBuildThatFailsIsSaid() throws Exception {
    stub("mvn", "echo because; exit 1");
    Result failed = run(root.resolve("herd"));
    assertEquals(1, failed.code());
    assertTrue(failed.text().endsWith("because\nherd: the build failed, see above.\n"));
  }
}
