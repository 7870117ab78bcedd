package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {

  @Test
  void whatIsNotToldIsNotThere() {
    Place place = Place.builder("a:1", "A").build();
    assertEquals(List.of(), place.types());
    assertNull(place.scope());
    assertNull(place.vicinity());
  }

  @Test
  void typesAreCopied() {
    List<String> types = new ArrayList<>(List.of("park"));
    Place place = Place.builder("a:1", "A").types(types).build();
    types.clear();
    assertEquals(List.of("park"), place.types());
  }

  @Test
  void idAndNameMustNotBeEmpty() {
    assertThrows(IllegalArgumentException.class, () -> Place.builder("", "A"));
    assertThrows(IllegalArgumentException.class, () -> Place.builder("a:1", ""));
  }

  @Test
  void pointMustBeOnTheEarth() {
    Place.Builder builder = Place.builder("a:1", "A").point(90, 180).point(-90, -180);
    double north = Math.nextUp(90.0);
    double east = Math.nextUp(180.0);
    assertThrows(IllegalArgumentException.class, () -> builder.point(north, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.point(-north, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.point(0, east));
    assertThrows(IllegalArgumentException.class, () -> builder.point(0, -east));
    assertThrows(IllegalArgumentException.class, () -> builder.point(Double.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.point(0, Double.NaN));
  }

  @Test
  void textIsNameAndId() {
    assertEquals("A (a:1)", Place.builder("a:1", "A").build().toString());
  }
}
