package io.herd.internal;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an audit: {@code AUDIT}, a word, and numbers of 64 bits, each as 16 hexadecimal
 * digits, so that an audit that finds nothing costs the same whatever is held. The first number is
 * the audit's seed, by which its lines know each other.
 */
final class AuditLine {

  /** Seed, leaves, time: the neighbour is asked for the sum of all that expires later. */
  static final String ASK = "ASK";

  /** Seed, clients, sum: what is held here. */
  static final String ROOT = "ROOT";

  /** Seed, sums: of every range. */
  static final String RANGES = "RANGES";

  /** Seed, how many such lines follow, range, sums: of every leaf of a range that differs. */
  static final String LEAVES = "LEAVES";

  /** Seed, leaves: these differ. Without any, the audit is over. */
  static final String WANT = "WANT";

  private static final int DIGITS = 16;

  private AuditLine() {}

  /** A line. */
  static String of(String word, long... numbers) {
    StringBuilder line = new StringBuilder(PeerLines.AUDIT).append(' ').append(word);
    for (long number : numbers) {
      line.append(' ').append(HexFormat.of().toHexDigits(number));
    }
    return line.toString();
  }

  /** The numbers behind {@code AUDIT} and the word; null if one of the fields is none. */
  static long @Nullable [] numbers(List<String> fields) {
    long[] numbers = new long[fields.size() - 2];
    for (int i = 0; i < numbers.length; i++) {
      String field = fields.get(i + 2);
      if (field.length() != DIGITS) {
        return null;
      }
      for (int at = 0; at < DIGITS; at++) {
        if (!HexFormat.isHexDigit(field.charAt(at))) {
          return null;
        }
      }
      numbers[i] = HexFormat.fromHexDigitsToLong(field);
    }
    return numbers;
  }
}
