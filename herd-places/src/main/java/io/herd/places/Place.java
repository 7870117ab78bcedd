package io.herd.places;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named point as an answer lists it. What is not known is left out of the answer. Immutable.
 *
 * <p>Made by {@link #builder(String, String)}, so that members can be added without breaking
 * callers.
 */
public final class Place {

  private final String id;
  private final String name;
  private final double latitude;
  private final double longitude;
  private final List<String> types;
  private final @Nullable String scope;
  private final @Nullable String vicinity;

  private Place(Builder builder) {
    this.id = builder.id;
    this.name = builder.name;
    this.latitude = builder.latitude;
    this.longitude = builder.longitude;
    this.types = builder.types;
    this.scope = builder.scope;
    this.vicinity = builder.vicinity;
  }

  /**
   * Starts a place at 0, 0.
   *
   * @param id what the source knows it by, with the source's prefix: {@code geonames:5368361}
   * @param name what people call it
   */
  public static Builder builder(String id, String name) {
    return new Builder(id, name);
  }

  /** What the source knows the place by. */
  public String id() {
    return id;
  }

  /** What people call the place. */
  public String name() {
    return name;
  }

  /** Decimal degrees, -90 to 90. */
  public double latitude() {
    return latitude;
  }

  /** Decimal degrees, -180 to 180. */
  public double longitude() {
    return longitude;
  }

  /** What it is, in the words of the Places API, the most telling one first. */
  public List<String> types() {
    return types;
  }

  /** Whose id it is, in capitals. */
  public @Nullable String scope() {
    return scope;
  }

  /** The nearest thing to an address: a street or a town. */
  public @Nullable String vicinity() {
    return vicinity;
  }

  /** Name and id. */
  @Override
  public String toString() {
    return name + " (" + id + ")";
  }

  /** Collects a place's members. One thread. */
  public static final class Builder {

    private final String id;
    private final String name;
    private double latitude;
    private double longitude;
    private List<String> types = List.of();
    private @Nullable String scope;
    private @Nullable String vicinity;

    private Builder(String id, String name) {
      if (id.isEmpty() || name.isEmpty()) {
        throw new IllegalArgumentException(
            "id is \"" + id + "\", name is \"" + name + "\", must not be empty");
      }
      this.id = id;
      this.name = name;
    }

    /**
     * Where it is, in decimal degrees.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Builder point(double latitude, double longitude) {
      if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
        throw new IllegalArgumentException(
            "point is " + latitude + ", " + longitude + ", must be -90..90, -180..180");
      }
      this.latitude = latitude;
      this.longitude = longitude;
      return this;
    }

    /** What it is. */
    public Builder types(List<String> types) {
      this.types = List.copyOf(types);
      return this;
    }

    /** Whose id it is. */
    public Builder scope(String scope) {
      this.scope = Objects.requireNonNull(scope);
      return this;
    }

    /** The nearest thing to an address. */
    public Builder vicinity(String vicinity) {
      this.vicinity = Objects.requireNonNull(vicinity);
      return this;
    }

    /** The place. */
    public Place build() {
      return new Place(this);
    }
  }
}
