package io.herd.examples.config;

import io.herd.Limits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the section {@code limits}: every component of {@link Limits} under its own name. The rules
 * stay with {@code Limits}; here a refusal is brought to the line of its field.
 */
final class LimitsSection {

  private static final Map<String, Field> FIELDS = fields();

  private LimitsSection() {}

  /** The names of the fields. */
  static List<String> names() {
    return List.copyOf(FIELDS.keySet());
  }

  /** The limits; the defaults for what is missing or wrong. */
  static Limits read(Problems problems, Section section) {
    Map<String, Consumer<Limits.Builder>> given = new LinkedHashMap<>();
    FIELDS.forEach(
        (name, field) -> {
          Consumer<Limits.Builder> change = section.value(name, field);
          if (change != null) {
            given.put(name, change);
          }
        });
    section.refuseOthers();
    while (true) {
      Limits.Builder builder = Limits.builder();
      given.values().forEach(change -> change.accept(builder));
      try {
        return builder.build();
      } catch (IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        String name = message.substring(0, Math.max(0, message.indexOf(' ')));
        if (given.remove(name) == null) {
          problems.add(section.line(), section.name("limits"), message);
          return Limits.defaults();
        }
        problems.add(
            section.line(name), section.name(name), message.substring(name.length()).strip());
      }
    }
  }

  private static Map<String, Field> fields() {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("lineBytes", number(Scalars::size, Limits.Builder::lineBytes));
    fields.put("unfinishedBytes", field(Scalars::size, Limits.Builder::unfinishedBytes));
    fields.put("pipelined", number(Scalars::count, Limits.Builder::pipelined));
    fields.put("clientOutboxBytes", number(Scalars::size, Limits.Builder::clientOutboxBytes));
    fields.put("unsentBytes", field(Scalars::size, Limits.Builder::unsentBytes));
    fields.put("peerOutboxBytes", number(Scalars::size, Limits.Builder::peerOutboxBytes));
    fields.put("connections", number(Scalars::count, Limits.Builder::connections));
    fields.put("unidentified", number(Scalars::count, Limits.Builder::unidentified));
    fields.put("idle", LimitsSection.<Duration>field(Scalars::duration, Limits.Builder::idle));
    fields.put("clients", number(Scalars::count, Limits.Builder::clients));
    fields.put("storeBytes", field(Scalars::size, Limits.Builder::storeBytes));
    fields.put("placesInFlight", number(Scalars::count, Limits.Builder::placesInFlight));
    fields.put(
        "placesTimeout",
        LimitsSection.<Duration>field(Scalars::duration, Limits.Builder::placesTimeout));
    fields.put("radiusKm", number(Scalars::count, Limits.Builder::radiusKm));
    fields.put("results", number(Scalars::count, Limits.Builder::results));
    return fields;
  }

  private static <T> Field field(Function<String, T> parser, BiConsumer<Limits.Builder, T> setter) {
    return text -> {
      T value = parser.apply(text);
      return builder -> setter.accept(builder, value);
    };
  }

  private static Field number(
      Function<String, Long> parser, BiConsumer<Limits.Builder, Integer> setter) {
    return field(text -> narrow(parser.apply(text)), setter);
  }

  private static int narrow(long value) {
    if (value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("is " + value + ", must be at most " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /** From the text of a field to a change of the builder. */
  private interface Field extends Function<String, Consumer<Limits.Builder>> {}
}
