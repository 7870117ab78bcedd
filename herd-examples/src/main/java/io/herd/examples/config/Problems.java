package io.herd.examples.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong, so that all of it is told at once. Not thread-safe. */
final class Problems {

  private final List<Problem> found = new ArrayList<>();

  void add(int line, String field, String rule) {
    found.add(new Problem(line, field, rule));
  }

  /**
   * Ends the reading if there was a problem.
   *
   * @throws ConfigException with all of them
   */
  void throwIfAny(String file) {
    if (!found.isEmpty()) {
      throw new ConfigException(file, found);
    }
  }

  /** The full name of a field. */
  static String join(String path, String name) {
    String shown = name.matches("[!-~]{1,80}") ? name : Scalars.shown(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  /** {@code ", did you mean X?"} for the known name that looks most like this one, or nothing. */
  static String suggestion(String name, Collection<String> known) {
    String best = "";
    int least = Math.max(1, Math.min(name.length(), 20) / 3) + 1;
    for (String candidate : known) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? "" : ", did you mean " + best + "?";
  }

  /** How many letters must be put in, left out, changed or swapped with the next. */
  static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > 10 || one.length() > 80) {
      return Integer.MAX_VALUE;
    }
    int[][] least = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          least[i][j] = i + j;
          continue;
        }
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        least[i][j] =
            Math.min(Math.min(least[i - 1][j], least[i][j - 1]) + 1, least[i - 1][j - 1] + changed);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
        }
      }
    }
    return least[one.length()][other.length()];
  }
}
