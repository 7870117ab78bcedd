package io.herd.examples.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a section that become the components of one value of their names, by a builder that
 * checks them. The rules stay with the value; here a refusal, which begins with a component's name,
 * is brought to the line of its field. Not thread-safe.
 *
 * @param <B> the builder
 */
final class BoundedFields<B> {

  private final Map<String, Function<String, Consumer<B>>> fields = new LinkedHashMap<>();

  /** A field that this setter takes. */
  <T> BoundedFields<B> field(String name, Function<String, T> parser, BiConsumer<B, T> setter) {
    fields.put(
        name,
        text -> {
          T value = parser.apply(text);
          return builder -> setter.accept(builder, value);
        });
    return this;
  }

  /** A field that this setter takes as a smaller number. */
  BoundedFields<B> number(
      String name, Function<String, Long> parser, BiConsumer<B, Integer> setter) {
    return field(name, text -> narrow(parser.apply(text)), setter);
  }

  /** The names of the fields. */
  List<String> names() {
    return List.copyOf(fields.keySet());
  }

  /** The value; with the builder's defaults for what is missing or wrong. */
  <V> V read(Problems problems, Section section, Supplier<B> builders, Function<B, V> build) {
    Map<String, Consumer<B>> given = new LinkedHashMap<>();
    fields.forEach(
        (name, field) -> {
          Consumer<B> change = section.value(name, field);
          if (change != null) {
            given.put(name, change);
          }
        });
    section.refuseOthers();
    while (true) {
      B builder = builders.get();
      given.values().forEach(change -> change.accept(builder));
      try {
        return build.apply(builder);
      } catch (IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        String name = message.substring(0, Math.max(0, message.indexOf(' ')));
        if (given.remove(name) == null) {
          problems.add(section.line(), section.name(name), message);
          return build.apply(builders.get());
        }
        problems.add(
            section.line(name), section.name(name), message.substring(name.length()).strip());
      }
    }
  }

  private static int narrow(@Nullable Long value) {
    if (value == null || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("is " + value + ", must be at most " + Integer.MAX_VALUE);
    }
    return value.intValue();
  }
}
