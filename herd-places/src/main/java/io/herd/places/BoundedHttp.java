package io.herd.places;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that gives whole answers or a {@link PlacesException}: within a deadline that
 * holds to the last byte, within a number of bytes that holds as sent and unpacked, without
 * following redirects. An answer that nobody waits for any more is hung up on.
 *
 * <p>What the JDK's client fails with may have the URI in its text, and the URI a key: so nothing
 * of it is passed on but its kind. A few daemon threads serve all requests and look up addresses,
 * so that a slow name server holds nobody up but them; they end with {@link #close} or when there
 * is nothing to do. Thread-safe.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // whenComplete's says nothing that its source does not
final class BoundedHttp implements AutoCloseable {

  private static final int THREADS_MAX = 4;
  private static final Duration IDLE_THREAD = Duration.ofSeconds(30);

  private final Upstream upstream;
  private final ThreadPoolExecutor threads;
  private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();

  /** Null once closed. */
  private volatile @Nullable HttpClient client;

  BoundedHttp(Upstream upstream) {
    KeyFreeLog.install();
    this.upstream = upstream;
    this.threads =
        new ThreadPoolExecutor(
            THREADS_MAX,
            THREADS_MAX,
            IDLE_THREAD.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            BoundedHttp::thread);
    threads.allowCoreThreadTimeOut(true);
    this.client =
        HttpClient.newBuilder()
            .executor(threads)
            .followRedirects(HttpClient.Redirect.NEVER)
            // asking a plain server to go over to HTTP/2 is more than some can bear
            .version(upstream.isPlain() ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
            .build();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "herd-places-http");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Asks.
   *
   * @param request gets the header that allows a packed answer
   * @param reading makes the result of the answer, or throws a {@link PlacesException}
   * @return fails with a {@link PlacesException} only; cancelling it ends the exchange
   */
  @SuppressWarnings("CollectionUndefinedEquality") // of futures, identity is meant
  <T> CompletableFuture<T> fetch(HttpRequest.Builder request, Function<HttpAnswer, T> reading) {
    HttpClient open = client;
    if (open == null) {
      return CompletableFuture.failedFuture(closed());
    }
    CompletableFuture<HttpResponse<byte[]>> exchange;
    try {
      exchange =
          open.sendAsync(
              request.setHeader("Accept-Encoding", "gzip").build(),
              head -> new BoundedBody(upstream.answerBytesMax()));
    } catch (RuntimeException unsendable) {
      return CompletableFuture.failedFuture(known(unsendable));
    }
    CompletableFuture<T> result =
        within(upstream.deadline(), exchange, response -> reading.apply(unpacked(response)));
    inFlight.add(result);
    result.whenComplete((answer, failure) -> inFlight.remove(result));
    if (client == null) {
      result.completeExceptionally(closed());
    }
    return result;
  }

  /**
   * What becomes of a piece of work if it is done within a time. If it is not, or if the result is
   * cancelled, the work is cancelled.
   *
   * @return fails with a {@link PlacesException} only, unless it is cancelled
   */
  static <S, T> CompletableFuture<T> within(
      Duration deadline, CompletableFuture<S> work, Function<S, T> reading) {
    CompletableFuture<T> result = new CompletableFuture<>();
    CompletableFuture<S> inTime = work.copy().orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    inTime.whenComplete(
        (value, failure) -> {
          if (result.isDone()) {
            return;
          }
          try {
            if (failure != null) {
              result.completeExceptionally(known(failure));
            } else {
              result.complete(reading.apply(value));
            }
          } catch (RuntimeException unreadable) {
            result.completeExceptionally(known(unreadable));
          }
        });
    result.whenComplete(
        (value, failure) -> {
          work.cancel(true);
          // ends its timer, too
          inTime.cancel(true);
        });
    return result;
  }

  private HttpAnswer unpacked(HttpResponse<byte[]> response) {
    String encoding =
        response.headers().firstValue("Content-Encoding").orElse("").toLowerCase(Locale.ROOT);
    byte[] body =
        switch (encoding) {
          case "", "identity" -> response.body();
          case "gzip", "x-gzip" -> inflated(response.body());
          default -> throw Json.notUnderstood("the answer is packed in a way not asked for");
        };
    return new HttpAnswer(response.statusCode(), body);
  }

  private byte[] inflated(byte[] packed) {
    int bytesMax = upstream.answerBytesMax();
    byte[] body;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      body = in.readNBytes(bytesMax + 1);
    } catch (IOException damaged) {
      throw Json.notUnderstood("the answer says it is gzip, and is not");
    }
    if (body.length > bytesMax) {
      throw Json.notUnderstood("the answer has more than " + bytesMax + " bytes when unpacked");
    }
    return body;
  }

  /** The failure to tell for one of the client's, whose texts are not to be shown. */
  private static PlacesException known(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PlacesException known) {
        return known;
      }
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TimeoutException || cause instanceof CancellationException) {
      return new PlacesException(Status.UNKNOWN_ERROR, "no whole answer in time");
    }
    boolean isPassing =
        cause instanceof IOException
            && !(cause instanceof SSLHandshakeException || cause instanceof ProtocolException);
    return new PlacesException(
        Status.UNKNOWN_ERROR,
        "the exchange failed: " + cause.getClass().getSimpleName(),
        isPassing);
  }

  private static PlacesException closed() {
    return new PlacesException(Status.UNKNOWN_ERROR, "the provider is closed");
  }

  /**
   * Fails what is in flight and ends the threads. Before Java 21 one thread of the JDK's client
   * ends some seconds after the garbage collector has found that nobody has the client any more.
   */
  @Override
  public void close() {
    HttpClient open = client;
    client = null;
    inFlight.forEach(result -> result.completeExceptionally(closed()));
    if (open != null && Runtime.version().feature() >= 21) {
      shutDown(open);
    }
    threads.shutdown();
  }

  /** By reflection as long as this is compiled for Java 17, which does not have the method. */
  private static void shutDown(HttpClient client) {
    try {
      HttpClient.class.getMethod("shutdownNow").invoke(client);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the JDK's client does not end: " + e.getClass(), e);
    }
  }
}
