package io.herd.tls;

import java.nio.file.Path;
import java.util.List;

/** Something that one or more files hold together. Immutable. */
interface Part<T> {

  List<Path> files();

  /**
   * Makes it of what is in the files.
   *
   * @param contents in the order of the files
   */
  T read(List<byte[]> contents) throws UnusableFileException;
}
