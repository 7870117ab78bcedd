package io.herd.places;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes packed files for tests, number by number. One thread. */
final class PackedFileBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PackedFileBytes() {
    out.writeBytes("HERDPLC1".getBytes(StandardCharsets.US_ASCII));
  }

  /** The header of a source whose ids are numbers, with two kinds and one vicinity. */
  static PackedFileBytes numbered(int size) {
    return new PackedFileBytes()
        .texts("SOURCE", "source:", "credit")
        .varints(2)
        .texts("locality,political")
        .varints(0)
        .texts("airport")
        .varints(5000)
        .varints(0, 1)
        .texts("Town")
        .varints(size);
  }

  PackedFileBytes texts(String... texts) {
    for (String text : texts) {
      out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      out.write(0);
    }
    return this;
  }

  PackedFileBytes varints(int... values) {
    for (int value : values) {
      int rest = value;
      while (rest > 0x7f) {
        out.write(rest & 0x7f | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
    return this;
  }

  /** A column of coordinates in 1e-5 degrees. */
  PackedFileBytes coordinates(int... values) {
    int last = 0;
    for (int value : values) {
      int delta = value - last;
      varints(delta << 1 ^ delta >> 31);
      last = value;
    }
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
