package io.herd.places;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks one provider after the other until one answers. {@code ZERO_RESULTS} is an answer; every
 * failure, also that of a quota or a key, makes it ask the next. If all fail, the caller is told
 * the failure of the first, which is the one that was wanted.
 *
 * <p>Time adds up: bound each provider by a {@link GuardedPlaces}, with deadlines that are together
 * less than the caller's patience. Whether places of one source may stand in for those of another
 * is for whoever makes the chain to know.
 *
 * <p>Counts are {@code chain.NAME.answered} and {@code chain.NAME.failed.STATUS}, the reason why
 * the next was asked; those of a provider are there with its name before theirs. Thread-safe.
 */
public final class ChainedPlaces implements PlacesProvider {

  private final List<Link> links;
  private final Counts counts = new Counts();

  private record Link(String name, PlacesProvider provider) {}

  private ChainedPlaces(Builder builder) {
    this.links =
        builder.providers.entrySet().stream()
            .map(entry -> new Link(entry.getKey(), entry.getValue()))
            .toList();
    if (links.isEmpty()) {
      throw new IllegalArgumentException("chain has 0 providers, must have at least 1");
    }
  }

  /** A chain of no providers yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects providers. Not thread-safe. */
  public static final class Builder {
    private final Map<String, PlacesProvider> providers = new LinkedHashMap<>();

    private Builder() {}

    /**
     * The next provider, which the chain takes over.
     *
     * @param name for the counts
     * @throws IllegalArgumentException if the name is there already
     */
    public Builder provider(String name, PlacesProvider provider) {
      if (providers.putIfAbsent(name, provider) != null) {
        throw new IllegalArgumentException("name is " + name + ", must not be there already");
      }
      return this;
    }

    /** The chain. */
    public ChainedPlaces build() {
      return new ChainedPlaces(this);
    }
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    Question question = new Question(query);
    question.ask(0);
    return question.answer;
  }

  /** One question on its way along the chain. */
  private final class Question {
    private final PlacesQuery query;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    private volatile @Nullable CompletionStage<byte[]> asked;
    private volatile @Nullable PlacesException firstFailure;

    Question(PlacesQuery query) {
      this.query = query;
      CompletionStage<byte[]> outcome = answer;
      outcome.whenComplete((body, failure) -> cancelAsked());
    }

    void ask(int number) {
      Link link = links.get(number);
      CompletionStage<byte[]> stage;
      try {
        stage = link.provider().nearby(query);
        asked = stage;
        stage.whenComplete((body, failure) -> onAnswer(number, body, failure));
      } catch (RuntimeException thrown) { // also that there is no stage
        onAnswer(number, null, thrown);
      }
      if (answer.isDone()) {
        cancelAsked();
      }
    }

    private void onAnswer(int number, byte @Nullable [] body, @Nullable Throwable failure) {
      if (answer.isDone()) {
        return;
      }
      String name = "chain." + links.get(number).name();
      if (body != null) {
        counts.add(name + ".answered", 1);
        answer.complete(body);
        return;
      }
      PlacesException known = Stages.known(failure);
      counts.add(name + ".failed." + known.status(), 1);
      PlacesException first = firstFailure == null ? known : firstFailure;
      firstFailure = first;
      if (number + 1 < links.size()) {
        ask(number + 1);
      } else {
        answer.completeExceptionally(first);
      }
    }

    /** Does nothing where the stage is complete. */
    private void cancelAsked() {
      CompletionStage<byte[]> stage = asked;
      if (stage != null) {
        Stages.cancel(stage);
      }
    }
  }

  /** The shortest of all: nobody knows whose answer it will be. */
  @Override
  public Duration cacheable() {
    return links.stream()
        .map(link -> link.provider().cacheable())
        .min(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  @Override
  public Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>(counts.all());
    for (Link link : links) {
      link.provider().counts().forEach((name, count) -> all.put(link.name() + "." + name, count));
    }
    return all;
  }

  /** Closes all providers. */
  @Override
  public void close() {
    links.forEach(link -> link.provider().close());
  }
}
