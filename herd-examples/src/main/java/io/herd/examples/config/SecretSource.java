package io.herd.examples.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret of the herd or a key is to be found. It never holds the secret itself, so it may
 * be shown anywhere. Immutable.
 */
public sealed interface SecretSource {

  /**
   * The secret, without line ends behind it. The array is the caller's, who clears it after use.
   *
   * @throws ConfigException if it cannot be had; the message does not tell any of it
   */
  byte[] read();

  /**
   * Reads where a secret is; null if the field is not there or wrong, and then a problem tells.
   *
   * @param directory where a relative path starts
   * @param field the field's full name
   */
  static @Nullable SecretSource parse(
      Problems problems, Path directory, String field, @Nullable YamlNode node) {
    if (node == null) {
      return null;
    }
    if (node instanceof YamlNode.Scalar) {
      // not told: what is written there may be the secret
      problems.add(
          node.line(),
          field,
          "must not be written here: say {file: path} or {environment: VARIABLE}");
      return null;
    }
    Section section = Section.of(problems, field, node);
    Path file = section.value("file", text -> Scalars.path(directory, text));
    String variable = section.value("environment", SecretSource::variable);
    section.refuseOthers();
    if (section.has("file") == section.has("environment")) {
      problems.add(node.line(), field, "must have exactly one of file and environment");
    }
    if (file != null) {
      return new File(file);
    }
    return variable == null ? null : new Environment(variable);
  }

  private static String variable(String text) {
    if (!text.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("must be the name of a variable: A-Z a-z 0-9 _");
    }
    return text;
  }

  /**
   * A file that its owner alone may read.
   *
   * @param path the file
   */
  record File(Path path) implements SecretSource {

    private static final Set<PosixFilePermission> OWNERS =
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    @Override
    public byte[] read() {
      try {
        PosixFileAttributeView posix =
            Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (posix != null) {
          requireOwnersOnly(posix.readAttributes().permissions());
        }
        byte[] whole = Files.readAllBytes(path);
        byte[] secret = withoutLineEnds(whole);
        Arrays.fill(whole, (byte) 0);
        if (secret.length == 0) {
          throw new ConfigException("secret file " + path + " is empty, must hold the secret");
        }
        return secret;
      } catch (IOException unreadable) {
        throw new ConfigException(
            "secret file " + path + " cannot be read: " + unreadable.getClass().getSimpleName());
      }
    }

    private void requireOwnersOnly(Set<PosixFilePermission> permissions) {
      if (!OWNERS.containsAll(permissions)) {
        throw new ConfigException(
            "secret file "
                + path
                + " has mode "
                + PosixFilePermissions.toString(permissions)
                + ", must be for its owner alone: chmod 600 "
                + path);
      }
    }

    private static byte[] withoutLineEnds(byte[] whole) {
      int end = whole.length;
      while (end > 0 && (whole[end - 1] == '\n' || whole[end - 1] == '\r')) {
        end--;
      }
      return Arrays.copyOf(whole, end);
    }
  }

  /**
   * A variable of the process's environment.
   *
   * @param variable its name
   */
  record Environment(String variable) implements SecretSource {

    @Override
    public byte[] read() {
      String value = System.getenv(variable);
      if (value == null || value.isEmpty()) {
        throw new ConfigException(
            "environment variable " + variable + " is not set, must hold the secret");
      }
      return value.getBytes(StandardCharsets.UTF_8);
    }
  }
}
