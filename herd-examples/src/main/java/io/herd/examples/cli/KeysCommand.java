package io.herd.examples.cli;

import io.herd.auth.OriginKeys;
import io.herd.protocol.ServerId;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the keys with which a server signs what it accepts. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Makes the keys with which a server signs its records.",
    description = {
      "The private key is written to a file that only its owner may read; it must not be there yet. "
          + "The public key is printed as a line for signatures.servers of herd.yaml."
    })
final class KeysCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SERVER", description = "The server's name.")
  private String server = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the private key goes (<server>.sign.pem).")
  private @Nullable Path file;

  @Override
  public void run() {
    if (!ServerId.isName(server)) {
      throw new ParameterException(
          spec.commandLine(), "server is \"" + server + "\", must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    KeyPair keys = OriginKeys.generate();
    Path target = file == null ? Path.of(server + ".sign.pem") : file;
    try (WritableByteChannel out =
        Files.newByteChannel(
            target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owners())) {
      byte[] pem = OriginKeys.pem(keys.getPrivate()).getBytes(StandardCharsets.US_ASCII);
      Channels.newOutputStream(out).write(pem);
    } catch (FileAlreadyExistsException there) {
      throw new CommandFailed(target + " is there already");
    } catch (IOException failed) {
      throw new CommandFailed(target + " cannot be written: " + failed.getMessage());
    }
    spec.commandLine().getOut().println(server + ": " + OriginKeys.base64(keys.getPublic()));
    spec.commandLine().getOut().flush();
  }

  private static FileAttribute<?>[] owners() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
