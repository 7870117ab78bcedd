package io.herd.examples.wirelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is put aside when it has grown enough: {@code Clark.log} becomes {@code Clark.log.1},
 * that {@code Clark.log.2}, and the oldest is deleted. Opened by the first write, and again by the
 * next one after a failure. Not thread-safe.
 */
final class LogFiles implements AutoCloseable {

  private final Path file;
  private final long bytesMax;
  private final int filesMax;
  private @Nullable FileChannel channel;
  private long size;

  /**
   * A log not yet opened.
   *
   * @param bytesMax no file grows beyond this, unless by a single write
   * @param filesMax how many files are kept, this one included
   */
  LogFiles(Path file, long bytesMax, int filesMax) {
    this.file = file;
    this.bytesMax = bytesMax;
    this.filesMax = filesMax;
  }

  /** Appends whole lines. */
  void append(byte[] bytes, int length) throws IOException {
    try {
      FileChannel open = channel == null ? open() : channel;
      if (size > 0 && size + length > bytesMax) {
        open.close();
        putAside();
        open = open();
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        size += open.write(buffer);
      }
    } catch (IOException failed) {
      close();
      throw failed;
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    channel = open;
    size = open.size();
    return open;
  }

  private void putAside() throws IOException {
    for (int i = filesMax - 2; i >= 0; i--) {
      if (Files.exists(numbered(i))) {
        Files.move(numbered(i), numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(file);
  }

  private Path numbered(int number) {
    return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  /** The file's path. */
  @Override
  public String toString() {
    return file.toString();
  }
}
