package io.herd.internal;

import io.herd.protocol.Ascii;
import io.herd.protocol.AtView;

/** Writes records as neighbours say them: the AT line, its origin's order, the signature. */
final class RecordLine {

  /**
   * The most bytes that follow the AT line: incarnation, sequence, two spaces, a line feed; space
   * and signature.
   */
  static final int SUFFIX_MAX = 16 + 19 + 3 + 1 + Signatures.TEXT_BYTES;

  private RecordLine() {}

  /**
   * Writes the line with its line feed.
   *
   * @param suffix what stands between AT line and sequence
   * @return the offset behind it
   */
  static int put(byte[] out, int start, AtView record, byte[] suffix) {
    int length = record.length();
    System.arraycopy(record.bytes, record.start, out, start, length);
    System.arraycopy(suffix, 0, out, start + length, suffix.length);
    int end = Ascii.putUnsigned(out, start + length + suffix.length, record.sequence);
    if (record.signatureLength > 0) {
      out[end] = ' ';
      System.arraycopy(
          record.signatureBytes, record.signatureStart, out, end + 1, record.signatureLength);
      end += 1 + record.signatureLength;
    }
    out[end] = '\n';
    return end + 1;
  }
}
