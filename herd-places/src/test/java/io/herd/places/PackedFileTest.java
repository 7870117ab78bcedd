package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedFileTest {

  @Test
  void columnsBecomePlaces() {
    PlaceTable table = table(threePlaces());
    assertEquals(3, table.size());
    Place town = table.place(0);
    assertEquals("source:300", town.id());
    assertEquals("Añatuya", town.name());
    assertEquals(-28.46064, town.latitude());
    assertEquals(-62.83472, town.longitude());
    assertEquals(List.of("locality", "political"), town.types());
    assertEquals("SOURCE", town.scope());
    assertEquals("Añatuya", town.vicinity());
    assertEquals("Town", table.place(1).vicinity());
    assertEquals(List.of("airport"), table.place(1).types());
    assertNull(table.place(2).vicinity());
  }

  @Test
  void populationDecidesUnlessTheKindDoes() {
    PlaceTable table = table(threePlaces());
    assertEquals(4301, table.prominences[0]);
    assertEquals(5000, table.prominences[1]);
    assertEquals(2700, table.prominences[2]);
  }

  @Test
  void placeWithoutANumberIsKnownByPointAndName() {
    // crc32 of "100000,-1,C"
    assertEquals("source:x4851d79d", table(threePlaces()).place(2).id());
  }

  @Test
  void idsCanBeTexts() {
    byte[] file =
        new PackedFileBytes()
            .texts("S", "s:", "credit")
            .varints(1)
            .texts("airport")
            .varints(3500)
            .varints(1, 0)
            .varints(2)
            .coordinates(1, 2)
            .coordinates(3, 4)
            .varints(0, 0)
            .texts("A", "B")
            .varints(0, 0)
            .texts("XA", "XB")
            .varints(1, 0)
            .bytes();
    PlaceTable table = table(file);
    assertEquals("s:XA", table.place(0).id());
    assertEquals("s:XB", table.place(1).id());
    assertEquals("B", table.place(1).vicinity());
  }

  @Test
  void filesFollowEachOtherInOneTable() {
    PlaceTable table = table(threePlaces(), threePlaces());
    assertEquals(6, table.size());
    assertEquals(table.place(1).id(), table.place(4).id());
    assertEquals(List.of("airport"), table.place(4).types());
    assertEquals(table.latitude(2), table.latitude(5));
  }

  @Test
  void anotherMagicIsRefused() {
    byte[] file = threePlaces();
    file[7] = '2';
    assertThrows(IllegalArgumentException.class, () -> new PackedFile(file));
    assertThrows(IllegalArgumentException.class, () -> new PackedFile(new byte[7]));
  }

  @Test
  void bytesBehindTheLastColumnAreRefused() {
    byte[] file = threePlaces();
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    assertThrows(IllegalArgumentException.class, () -> table(longer));
  }

  @Test
  void fileCutShortIsRefused() {
    byte[] file = threePlaces();
    for (int length = 0; length < file.length; length++) {
      byte[] shorter = Arrays.copyOf(file, length);
      assertThrows(RuntimeException.class, () -> table(shorter), "cut to " + length);
    }
  }

  private static byte[] threePlaces() {
    return PackedFileBytes.numbered(3)
        .coordinates(-2_846_064, 9_000_000, 100_000)
        .coordinates(-6_283_472, 18_000_000, -1)
        .varints(0, 1, 0)
        .texts("Añatuya", "B", "C")
        .varints(20_000, 0, 0)
        .varints(300, 1, 0)
        .varints(0, 2, 1)
        .bytes();
  }

  private static PlaceTable table(byte[]... files) {
    return PackedPlaces.table(Arrays.stream(files).map(PackedFile::new).toList());
  }
}
