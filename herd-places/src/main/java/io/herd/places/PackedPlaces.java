package io.herd.places;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the packed files that come with the jar and builds the index over them. Stateless. */
final class PackedPlaces {

  /** One file for each licence. */
  private static final List<String> FILES = List.of("geonames.places", "ourairports.places");

  private PackedPlaces() {}

  static PlaceGrid load() {
    List<PackedFile> files = new ArrayList<>();
    for (String name : FILES) {
      files.add(new PackedFile(bytes(name)));
    }
    return new PlaceGrid(table(files));
  }

  /** All places of these files, in their order. */
  static PlaceTable table(List<PackedFile> files) {
    int size = 0;
    List<PlaceKind> kinds = new ArrayList<>();
    for (PackedFile file : files) {
      size += file.size();
      kinds.addAll(file.kinds());
    }
    PlaceTable table = new PlaceTable(size, kinds.toArray(new PlaceKind[0]));
    int first = 0;
    int firstKind = 0;
    for (PackedFile file : files) {
      file.copyTo(table, first, firstKind);
      first += file.size();
      firstKind += file.kinds().size();
    }
    return table;
  }

  private static byte[] bytes(String name) {
    try (InputStream in = PackedPlaces.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not beside " + PackedPlaces.class.getName());
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
