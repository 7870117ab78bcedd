package io.herd.places;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;

/** Stages that do not turn into futures. */
final class Uncancellable {

  private Uncancellable() {}

  /** The same stage, but {@code toCompletableFuture} is not supported, as the interface allows. */
  @SuppressWarnings("unchecked")
  static <T> CompletionStage<T> of(CompletionStage<T> stage) {
    return (CompletionStage<T>)
        Proxy.newProxyInstance(
            Uncancellable.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("toCompletableFuture")) {
                throw new UnsupportedOperationException();
              }
              return method.invoke(stage, arguments);
            });
  }
}
