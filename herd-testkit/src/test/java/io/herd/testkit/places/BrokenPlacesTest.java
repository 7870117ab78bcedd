package io.herd.testkit.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.herd.spi.PlacesException;
import io.herd.spi.PlacesException.Status;
import io.herd.spi.PlacesProvider;
import io.herd.spi.PlacesQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each test of the contract can fail: a provider that breaks just this rule does not pass it. */
final class BrokenPlacesTest {

  private static final PlacesQuery SOMEWHERE = new PlacesQuery(10, 20, 1_000, 20);
  private static final PlacesQuery NOWHERE = new PlacesQuery(-10, 20, 1_000, 20);

  /** A test of the contract. */
  private interface Rule {
    void run(PlacesProviderContract contract) throws Exception;
  }

  /** A provider that keeps all rules: three places around each point of the north. */
  private static class Good implements PlacesProvider {
    @Override
    public CompletionStage<byte[]> nearby(PlacesQuery query) {
      return CompletableFuture.completedFuture(document(query).getBytes(UTF_8));
    }

    String document(PlacesQuery query) {
      List<Object> results = new ArrayList<>();
      boolean finds = query.latitude() > 0;
      for (int i = 0; finds && i < Math.min(3, query.resultsMax()); i++) {
        results.add(result("place " + i, query.latitude(), query.longitude()));
      }
      return print(results, finds ? "OK" : "ZERO_RESULTS");
    }

    Map<String, Object> result(String name, double latitude, double longitude) {
      Map<String, Object> location = new TreeMap<>();
      location.put("lat", latitude);
      location.put("lng", longitude);
      Map<String, Object> result = new TreeMap<>();
      result.put("geometry", Map.of("location", location));
      result.put("name", name);
      result.put("place_id", "test:" + name);
      result.put("types", List.of("point_of_interest", "establishment"));
      return result;
    }

    String print(List<Object> results, String status) {
      Map<String, Object> document = new TreeMap<>();
      document.put("html_attributions", List.of());
      document.put("results", results);
      document.put("status", status);
      return JsonText.of(document, Layout.B);
    }
  }

  /** Answers are those of the good provider, changed. */
  private static PlacesProvider changed(UnaryOperator<String> change) {
    return new Good() {
      @Override
      String document(PlacesQuery query) {
        return change.apply(super.document(query));
      }
    };
  }

  private static PlacesProvider always(Function<PlacesQuery, CompletionStage<byte[]>> answer) {
    return answer::apply;
  }

  private record Contract(PlacesProvider provider, PlacesProvider stalled, Duration patience)
      implements PlacesProviderContract {
    @Override
    public PlacesProvider newProvider() {
      return provider;
    }

    @Override
    public PlacesQuery somewhere() {
      return SOMEWHERE;
    }

    @Override
    public Optional<PlacesQuery> nowhere() {
      return Optional.of(NOWHERE);
    }

    @Override
    public Optional<PlacesProvider> newStalledProvider() {
      return Optional.of(stalled);
    }
  }

  private static void fails(PlacesProvider provider, Rule test) {
    assertThrows(
        AssertionError.class,
        () -> test.run(new Contract(provider, provider, Duration.ofMillis(200))));
  }

  private static Status unknown() {
    return Status.UNKNOWN_ERROR;
  }

  @Test
  void theGoodOnePasses() throws Exception {
    PlacesProvider stalled =
        new Good() {
          private final List<CompletableFuture<byte[]>> open = new ArrayList<>();

          @Override
          public CompletionStage<byte[]> nearby(PlacesQuery query) {
            open.add(new CompletableFuture<>());
            return open.get(open.size() - 1);
          }

          @Override
          public void close() {
            open.forEach(
                each -> each.completeExceptionally(new PlacesException(unknown(), "closed")));
          }
        };
    Contract contract = new Contract(new Good(), stalled, Duration.ofSeconds(30));
    contract.whatIsNearIsListed();
    contract.whereThereIsNothingIsZeroResults();
    contract.noMoreResultsThanAskedFor();
    contract.askedForNoResultsTheStatusStays();
    contract.dateLineAndPolesAreAnswered();
    contract.extremesOfRadiusAndResultsAreAnswered();
    contract.printedAnswersHaveTheLegacyLayout();
    contract.callerDoesNotWait();
    contract.manyThreadsMayAsk();
    contract.cancelledQuestionsDoNoHarm();
    contract.closeMayBeCalledTwice();
    contract.afterCloseQuestionsFailCleanly();
    contract.closeEndsWhatIsInFlight();
    contract.countsAndCacheableMakeSense();
  }

  @Test
  void answersThatAreNotOfTheForm() {
    Rule test = PlacesProviderContract::whatIsNearIsListed;
    fails(always(query -> null), test);
    fails(always(query -> CompletableFuture.completedFuture(null)), test);
    fails(always(query -> new CompletableFuture<>()), test);
    fails(always(query -> CompletableFuture.completedFuture(new byte[] {(byte) 0xff})), test);
    fails(changed(text -> ""), test);
    fails(changed(text -> "[]"), test);
    fails(changed(text -> text + "}"), test);
    fails(changed(text -> text.replace("20.0", "020.0")), test);
    fails(changed(text -> text.replace("20.0", "181")), test);
    fails(changed(text -> text.replace("20.0", "\"20\"")), test);
    fails(changed(text -> text.replace("\"lat\"", "\"latitude\"")), test);
    fails(changed(text -> text.replace("\"name\"", "\"label\"")), test);
    fails(changed(text -> text.replace("\"place_id\"", "\"id\"")), test);
    fails(changed(text -> text.replace("\"types\"", "\"type\"")), test);
    fails(changed(text -> text.replace("\"status\"", "\"state\"")), test);
    fails(changed(text -> text.replace("\"results\"", "\"places\"")), test);
    fails(changed(text -> text.replace("\"html_attributions\"", "\"credits\"")), test);
    fails(changed(text -> text.replace("\"html_attributions\" : [],", "")), test);
    fails(changed(text -> text.replace("\"OK\"", "\"ZERO_RESULTS\"")), test);
    fails(changed(text -> text.replace("\"name\"", "\"name\" : 1, \"name\"")), test);
  }

  @Test
  void failureWhereThereIsNothing() {
    fails(
        changed(text -> text.replace("ZERO_RESULTS", "OK")),
        PlacesProviderContract::whereThereIsNothingIsZeroResults);
  }

  @Test
  void moreResultsThanAskedFor() {
    fails(
        new Good() {
          @Override
          String document(PlacesQuery query) {
            return super.document(new PlacesQuery(query.latitude(), 0, 0, 20));
          }
        },
        PlacesProviderContract::noMoreResultsThanAskedFor);
  }

  @Test
  void anotherOrderForAnotherBound() {
    AtomicInteger calls = new AtomicInteger();
    fails(
        new Good() {
          @Override
          Map<String, Object> result(String name, double latitude, double longitude) {
            return super.result(name + calls.incrementAndGet(), latitude, longitude);
          }
        },
        PlacesProviderContract::noMoreResultsThanAskedFor);
  }

  @Test
  void noResultsTakenForNoPlaces() {
    fails(
        new Good() {
          @Override
          String print(List<Object> results, String status) {
            return super.print(results, results.isEmpty() ? "ZERO_RESULTS" : "OK");
          }
        },
        PlacesProviderContract::askedForNoResultsTheStatusStays);
  }

  @Test
  void polesThatFail() {
    fails(
        new Good() {
          @Override
          String document(PlacesQuery query) {
            if (Math.abs(query.latitude()) == 90 || query.longitude() == 180) {
              throw new ArithmeticException("off the map");
            }
            return super.document(query);
          }
        },
        PlacesProviderContract::dateLineAndPolesAreAnswered);
  }

  @Test
  void radiusOfNothingThatFails() {
    fails(
        new Good() {
          @Override
          String document(PlacesQuery query) {
            return query.radiusMetres() == 0 ? "/ by zero" : super.document(query);
          }
        },
        PlacesProviderContract::extremesOfRadiusAndResultsAreAnswered);
  }

  @Test
  void anotherLayout() {
    Rule test = PlacesProviderContract::printedAnswersHaveTheLegacyLayout;
    fails(changed(text -> text.replace("   ", "  ")), test);
    fails(changed(text -> text.replace(" : ", ": ")), test);
    fails(changed(text -> text.stripTrailing()), test);
    fails(changed(text -> text.replace("\n", "\r\n")), test);
    fails(changed(text -> text.replace("[]", "[ ]")), test);
    fails(
        new Good() {
          @Override
          String print(List<Object> results, String status) {
            String end = "\"status\" : \"" + status + "\"";
            String text = super.print(results, status);
            return text.replace(",\n   " + end, "")
                .replace("{\n   \"html", "{\n   " + end + ",\n   \"html");
          }
        },
        test);
  }

  @Test
  void callerThatWaits() {
    CountDownLatch never = new CountDownLatch(1);
    fails(
        always(
            query -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new CompletableFuture<>();
            }),
        PlacesProviderContract::callerDoesNotWait);
  }

  @Test
  void threadsThatMeet() {
    AtomicInteger calls = new AtomicInteger();
    fails(
        new Good() {
          @Override
          Map<String, Object> result(String name, double latitude, double longitude) {
            return super.result(name + calls.incrementAndGet() / 50, latitude, longitude);
          }
        },
        PlacesProviderContract::manyThreadsMayAsk);
  }

  @Test
  void cancellingThatBreaksIt() {
    List<CompletableFuture<byte[]>> all = new ArrayList<>();
    fails(
        new Good() {
          @Override
          public CompletionStage<byte[]> nearby(PlacesQuery query) {
            if (all.stream().anyMatch(CompletableFuture::isCancelled)) {
              throw new IllegalStateException("broken");
            }
            all.add(new CompletableFuture<>());
            return all.get(all.size() - 1);
          }
        },
        PlacesProviderContract::cancelledQuestionsDoNoHarm);
  }

  @Test
  void closedOnlyOnce() {
    AtomicBoolean closed = new AtomicBoolean();
    PlacesProvider once =
        new Good() {
          @Override
          public void close() {
            if (!closed.compareAndSet(false, true)) {
              throw new IllegalStateException("closed already");
            }
          }
        };
    assertThrows(
        IllegalStateException.class,
        () -> new Contract(once, once, Duration.ofSeconds(30)).closeMayBeCalledTwice());
  }

  @Test
  void closedAndThenSilentOrThrowing() {
    Rule test = PlacesProviderContract::afterCloseQuestionsFailCleanly;
    fails(always(query -> new CompletableFuture<>()), test);
    fails(always(query -> null), test);
    fails(
        always(
            query -> {
              throw new IllegalStateException("closed");
            }),
        test);
    fails(
        always(query -> CompletableFuture.failedFuture(new IllegalStateException("closed"))), test);
  }

  @Test
  void closedWithQuestionsOpen() {
    fails(
        always(query -> new CompletableFuture<>()),
        PlacesProviderContract::closeEndsWhatIsInFlight);
    fails(
        always(query -> CompletableFuture.failedFuture(new IllegalStateException("closed"))),
        PlacesProviderContract::closeEndsWhatIsInFlight);
  }

  @Test
  void countsThatMakeNoSense() {
    Rule test = PlacesProviderContract::countsAndCacheableMakeSense;
    fails(
        new Good() {
          @Override
          public Duration cacheable() {
            return Duration.ofSeconds(-1);
          }
        },
        test);
    fails(
        new Good() {
          @Override
          public Map<String, Long> counts() {
            return Map.of("calls", -1L);
          }
        },
        test);
    AtomicInteger calls = new AtomicInteger();
    fails(
        new Good() {
          @Override
          public Map<String, Long> counts() {
            return Map.of("call " + calls.incrementAndGet(), 1L);
          }
        },
        test);
  }
}
