package io.herd.load;

/**
 * Which client of a connection is next. A client reports over one connection only: so its reports
 * come in the order of their times, and every one is news. Not thread-safe.
 */
final class Clients {

  /** How clients are chosen. */
  enum Choice {
    /** One after the other. */
    SEQUENTIAL,
    /** Each is as likely as any other. */
    UNIFORM,
    /** The second is half as likely as the first, the third has a third, and so on. */
    ZIPF
  }

  private final int first;
  private final int step;
  private final int count;
  private final Choice choice;
  private final ZipfTable zipf;
  private long random;
  private int next;

  /**
   * Clients {@code first}, {@code first + step} and so on.
   *
   * @param zipf for at least so many clients, if the choice needs it
   */
  Clients(int first, int step, int count, Choice choice, ZipfTable zipf, long seed) {
    this.first = first;
    this.step = step;
    this.count = count;
    this.choice = choice;
    this.zipf = zipf;
    this.random = seed * 0x9E3779B97F4A7C15L + first;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** The next by the choice. */
  int next() {
    return switch (choice) {
      case SEQUENTIAL -> nextInOrder();
      case UNIFORM -> client((int) (bits() * count >>> 32));
      case ZIPF -> client(Math.min(count - 1, zipf.rank(bits())));
    };
  }

  /** The next in order, whatever the choice. */
  int nextInOrder() {
    int client = client(next);
    next = next + 1 == count ? 0 : next + 1;
    return client;
  }

  private int client(int index) {
    return first + index * step;
  }

  /** 32 random bits. */
  private long bits() {
    random = random * 6364136223846793005L + 1442695040888963407L;
    return random >>> 32;
  }
}
