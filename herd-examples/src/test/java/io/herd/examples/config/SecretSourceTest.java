package io.herd.examples.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class SecretSourceTest {

  @TempDir Path directory;

  private Path secret(String text, String mode) throws IOException {
    Path file = Files.writeString(directory.resolve("herd.secret"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String refusal(SecretSource source) {
    return assertThrows(ConfigException.class, source::read).getMessage();
  }

  @Test
  void aFileOfItsOwnerIsReadWithoutTheLineEnd() throws IOException {
    SecretSource source = new SecretSource.File(secret("xyzzy \r\n", "rw-------"));
    assertArrayEquals("xyzzy ".getBytes(StandardCharsets.UTF_8), source.read());
    assertFalse(source.toString().contains("xyzzy"));
  }

  @Test
  void aFileThatOthersMayReadIsRefusedAndNotTold() throws IOException {
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rwx------", "rw--w----"}) {
      Path file = secret("xyzzy", mode);
      String refusal = refusal(new SecretSource.File(file));
      assertTrue(refusal.contains("has mode " + mode + ", must be for its owner alone"), refusal);
      assertFalse(refusal.contains("xyzzy"), refusal);
    }
  }

  @Test
  void anEmptyOrMissingFileIsRefused() throws IOException {
    assertTrue(refusal(new SecretSource.File(secret("\n", "rw-------"))).contains("is empty"));
    Path missing = directory.resolve("missing");
    assertEquals(
        "secret file " + missing + " cannot be read: NoSuchFileException",
        refusal(new SecretSource.File(missing)));
  }

  @Test
  void aMissingVariableIsRefused() {
    assertEquals(
        "environment variable HERD_NOT_SET is not set, must hold the secret",
        refusal(new SecretSource.Environment("HERD_NOT_SET")));
  }
}
