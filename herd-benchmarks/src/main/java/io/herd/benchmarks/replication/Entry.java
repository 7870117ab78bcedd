package io.herd.benchmarks.replication;

/** How maps of other make write keys and stamps: as text of the length that a report has. */
public final class Entry {

  private static final int KEY_DIGITS = 8;
  private static final String KEY_START = "client";
  private static final String KEY_END = ".example";
  private static final int STAMP_DIGITS = 19;
  private static final String VALUE_START = "+34.068930-118.445127 ";
  private static final String VALUE_END = " 1621464827.95";

  private Entry() {}

  /** The name of a key. */
  public static String key(int key) {
    return KEY_START + padded(key, KEY_DIGITS) + KEY_END;
  }

  /** The key of this name. */
  public static int keyOf(String name) {
    return (int) number(name, KEY_START.length(), KEY_DIGITS);
  }

  /** The value that is put for a stamp; 55 characters. */
  public static String value(long stamp) {
    return VALUE_START + padded(stamp, STAMP_DIGITS) + VALUE_END;
  }

  /** The stamp in a value. */
  public static long stampOf(String value) {
    return number(value, VALUE_START.length(), STAMP_DIGITS);
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(digits - text.length()) + text;
  }

  private static long number(String text, int from, int digits) {
    return Long.parseLong(text, from, from + digits, 10);
  }
}
