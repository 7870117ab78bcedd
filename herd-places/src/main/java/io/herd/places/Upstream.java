package io.herd.places;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a network service is reached, and how much time and memory an answer may take. Immutable;
 * each {@code with} gives a changed copy.
 */
public final class Upstream {

  /** From the question to the last byte of the answer, unless said otherwise. */
  public static final Duration DEADLINE = Duration.ofSeconds(3);

  /** The most bytes of an answer, as sent and unpacked, unless said otherwise: 20 pages' worth. */
  public static final int ANSWER_BYTES_MAX = 1 << 20;

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private final URI endpoint;
  private final Duration deadline;
  private final int answerBytesMax;

  private Upstream(URI endpoint, Duration deadline, int answerBytesMax) {
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.answerBytesMax = answerBytesMax;
  }

  /**
   * A service with default bounds.
   *
   * @param endpoint {@code https} URI of the service; {@code http} is for loopback addresses only.
   *     One without a path, {@code https://places.example}, means the path that the service usually
   *     has
   * @throws IllegalArgumentException if it is not such a URI
   */
  public static Upstream of(URI endpoint) {
    String host = endpoint.getHost();
    check(host != null, "endpoint must be an absolute URI with a host");
    check(
        "https".equalsIgnoreCase(endpoint.getScheme())
            || "http".equalsIgnoreCase(endpoint.getScheme()) && isLoopback(host),
        "endpoint's scheme is "
            + endpoint.getScheme()
            + ", must be https, or http if the host is a loopback address");
    check(
        endpoint.getRawUserInfo() == null
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null,
        "endpoint must have neither user nor query nor fragment");
    return new Upstream(endpoint, DEADLINE, ANSWER_BYTES_MAX);
  }

  /** The same service with another time for a whole answer. */
  public Upstream withDeadline(Duration deadline) {
    check(
        deadline.toMillis() > 0 && deadline.compareTo(Duration.ofMinutes(10)) <= 0,
        "deadline is " + deadline + ", must be 1 ms to 10 min");
    return new Upstream(endpoint, deadline, answerBytesMax);
  }

  /** The same service with another bound for an answer's bytes, as sent and unpacked. */
  public Upstream withAnswerBytesMax(int answerBytesMax) {
    check(
        answerBytesMax >= 1_024 && answerBytesMax <= 1 << 28,
        "answerBytesMax is " + answerBytesMax + ", must be 1024 to 268435456");
    return new Upstream(endpoint, deadline, answerBytesMax);
  }

  /** How long a whole answer may take. */
  public Duration deadline() {
    return deadline;
  }

  /** How many bytes an answer may have. */
  public int answerBytesMax() {
    return answerBytesMax;
  }

  /** Where to ask: the endpoint, with this path if it has none. */
  URI uri(String usualPath) {
    String path = endpoint.getRawPath();
    return path.isEmpty() || path.equals("/") ? endpoint.resolve(usualPath) : endpoint;
  }

  /** Whether what is sent can be read on the way. */
  boolean isPlain() {
    return "http".equalsIgnoreCase(endpoint.getScheme());
  }

  private static boolean isLoopback(@Nullable String host) {
    return LOOPBACK.matcher(Objects.requireNonNullElse(host, "")).matches();
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The bounds; not where the service is. */
  @Override
  public String toString() {
    return "an upstream within " + deadline + " and " + answerBytesMax + " bytes";
  }
}
