package io.herd.examples.cli;

import io.herd.examples.config.Scalars;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times of the command line as those of herd.yaml are read: 500ms, 20s. Immutable. */
final class Times implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      return Scalars.duration(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException("it " + wrong.getMessage());
    }
  }
}
