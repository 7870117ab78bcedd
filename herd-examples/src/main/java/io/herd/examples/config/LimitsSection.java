package io.herd.examples.config;

import io.herd.Limits;
import java.util.List;

/** Reads the section {@code limits}: every component of {@link Limits} under its own name. */
final class LimitsSection {

  private static final BoundedFields<Limits.Builder> FIELDS =
      new BoundedFields<Limits.Builder>()
          .number("lineBytes", Scalars::size, Limits.Builder::lineBytes)
          .field("unfinishedBytes", Scalars::size, Limits.Builder::unfinishedBytes)
          .number("pipelined", Scalars::count, Limits.Builder::pipelined)
          .number("clientOutboxBytes", Scalars::size, Limits.Builder::clientOutboxBytes)
          .field("unsentBytes", Scalars::size, Limits.Builder::unsentBytes)
          .number("peerOutboxBytes", Scalars::size, Limits.Builder::peerOutboxBytes)
          .number("connections", Scalars::count, Limits.Builder::connections)
          .number("unidentified", Scalars::count, Limits.Builder::unidentified)
          .field("idle", Scalars::duration, Limits.Builder::idle)
          .number("clients", Scalars::count, Limits.Builder::clients)
          .field("storeBytes", Scalars::size, Limits.Builder::storeBytes)
          .number("placesInFlight", Scalars::count, Limits.Builder::placesInFlight)
          .field("placesTimeout", Scalars::duration, Limits.Builder::placesTimeout)
          .number("radiusKm", Scalars::count, Limits.Builder::radiusKm)
          .number("results", Scalars::count, Limits.Builder::results);

  private LimitsSection() {}

  /** The names of the fields. */
  static List<String> names() {
    return FIELDS.names();
  }

  /** The limits; the defaults for what is missing or wrong. */
  static Limits read(Problems problems, Section section) {
    return FIELDS.read(problems, section, Limits::builder, Limits.Builder::build);
  }
}
