package io.herd.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Holds every question until the test answers it. */
final class HeldPlaces implements PlacesProvider {

  final List<PlacesQuery> queries = new ArrayList<>();
  final List<CompletableFuture<byte[]>> answers = new ArrayList<>();

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query) {
    queries.add(query);
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  /** Answers the question of this number, the first being 0. */
  void answer(int question, String body) {
    answers.get(question).complete(body.getBytes(UTF_8));
  }
}
