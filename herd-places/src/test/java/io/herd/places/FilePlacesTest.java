package io.herd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.spi.PlacesQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePlacesTest {

  private static final PlacesQuery EVERYWHERE = new PlacesQuery(0, 0, 50_000_000, 20);

  private static final String CSV =
      """
      id,name,lat,lon,category,address,city,population
      1,Old Mill,1.5,2.5,museum,"Main St 1, back",Town,10
      2,"The ""Fox\""",-3,4,"bar,pub",,Village,1000
      """;

  private static final String COLLECTION =
      """
      {"type": "FeatureCollection", "name": "x", "bbox": [1, 2],
       "features": [
        {"type": "Feature", "id": "a1", "geometry": {"type": "Point", "coordinates": [2.5, 1.5, 9]},
         "properties": {"names": {"primary": "Old Mill"}, "categories": {"primary": "museum"},
           "addresses": [{"freeform": "Main St 1", "locality": "Town"}], "confidence": 0.5}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}, "properties": {}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [4, -3]},
         "properties": {"id": 7, "name": "Fox", "types": ["Dining > Bar", "pub"], "confidence": 0.9}}
       ], "more": {}}
      """;

  private static final String LINE =
      "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[%s,%s]},"
          + "\"properties\":{\"name\":\"%s\"}}\n";

  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("places.txt"), text);
  }

  private FilePlaces load(String text) throws IOException {
    return FilePlaces.of(file(text)).load();
  }

  private static Seen answer(FilePlaces places) {
    return Seen.of(places.nearby(EVERYWHERE).toCompletableFuture().join());
  }

  private static List<String> names(FilePlaces places) {
    return answer(places).names();
  }

  private String refused(String text) throws IOException {
    FilePlaces.Builder builder = FilePlaces.of(file(text));
    return assertThrows(IllegalArgumentException.class, builder::load).getMessage();
  }

  @Test
  void tableWithCommas() throws Exception {
    FilePlaces places = load(CSV);
    assertEquals(2, places.size());
    assertEquals(0, places.badRows());
    assertEquals(List.of("The \"Fox\"", "Old Mill"), names(places), "by population");
    Map<String, Object> fox = answer(places).results().get(0);
    assertEquals("file:2", fox.get("place_id"));
    assertEquals(List.of("bar", "pub", "point_of_interest", "establishment"), fox.get("types"));
    assertEquals("Village", fox.get("vicinity"));
    assertEquals("FILE", fox.get("scope"));
    Map<String, Object> mill = answer(places).results().get(1);
    assertEquals("Main St 1, back, Town", mill.get("vicinity"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t", ";", "|"})
  void tableWithOtherSeparators(String separator) throws Exception {
    String text = "name,lat,lon\nOld Mill,1.5,2.5\n".replace(",", separator);
    assertEquals(List.of("Old Mill"), names(load(text)));
  }

  @Test
  void tableWithPointsInOneColumn() throws Exception {
    FilePlaces places = load("geometry,name\nPOINT (2.5 1.5),Old Mill\nPOINT Z(4 -3 1),Fox\nx,y\n");
    assertEquals(2, places.size());
    assertEquals(1, places.badRows());
    Seen answer =
        Seen.of(places.nearby(new PlacesQuery(1.5, 2.5, 1, 20)).toCompletableFuture().join());
    assertEquals(List.of("Old Mill"), answer.names());
  }

  @Test
  void cellsMayHaveLineEndsAndRowsAreCountedByLines() throws Exception {
    FilePlaces places = load("name,lat,lon\r\n\"Old\nMill\",1,2\r\n\r\nFox,3,4\r\n");
    assertEquals(List.of("Old\nMill", "Fox"), names(places));
    String refusal = refused("name,lat,lon\n\"\n\",1,2\nFox,91,4\n");
    assertEquals(
        "places.txt has no usable place in 2 rows; line 2: name is empty, must be there", refusal);
  }

  @Test
  void rowsOfNoUseAreLeftOutAndCounted() throws Exception {
    FilePlaces places =
        load(
            """
            name,lat,lon
            good,1,2
            ,1,2
            north,90.001,2
            east,1,180.001
            words,one,2
            nan,NaN,2
            short
            alsogood,-90,-180
            """);
    assertEquals(2, places.size());
    assertEquals(6, places.badRows());
    assertEquals(Map.of("places", 2L, "badRows", 6L), places.counts());
  }

  @Test
  void namesOfAnyLengthButTooLong() throws Exception {
    String head = "name,lat,lon\n";
    assertEquals(1, load(head + "x".repeat(1_000) + ",1,2").size());
    assertTrue(refused(head + "x".repeat(1_001) + ",1,2").endsWith("must have at most 1000"));
  }

  @Test
  void aHeaderWithoutWhatIsNeededIsRefused() throws Exception {
    assertEquals(
        "places.txt: has no column for the latitude (latitude, lat, y) in its header",
        refused("name,where\nx,y\n"));
    assertEquals(
        "places.txt: has no column for the name (name, names.primary, title, label) in its header",
        refused("lat,lon\n1,2\n"));
    assertEquals("places.txt has no usable place in 0 rows", refused(""));
    assertEquals("places.txt has no usable place in 0 rows", refused("name,lat,lon\n"));
  }

  @Test
  void aQuoteThatDoesNotEndIsRefusedWithItsLine() throws Exception {
    assertEquals(
        "places.txt: line 3: a quoted cell does not end",
        refused("name,lat,lon\nx,1,2\n\"Fox,1,2\ny,1,2\n"));
  }

  @Test
  void fieldsMayHaveOtherNames() throws Exception {
    FileFields fields =
        FileFields.USUAL
            .withName("was")
            .withLatitude("breite")
            .withLongitude("laenge")
            .withId("nr")
            .withTypes("art")
            .withVicinity("wo")
            .withWeight("rang");
    String text =
        "nr,was,breite,laenge,art,wo,rang\n7,Alt,1,2,Café/Bar,Dorf,1\n8,Neu,1,2,x,Stadt,2\n";
    FilePlaces places =
        FilePlaces.of(file(text)).fields(fields).scope("MINE").credit("<i>c</i>").load();
    assertEquals(List.of("Neu", "Alt"), names(places));
    Map<String, Object> old = answer(places).results().get(1);
    assertEquals("mine:7", old.get("place_id"));
    assertEquals("café_bar", ((List<?>) old.get("types")).get(0));
    assertEquals("Dorf", old.get("vicinity"));
    assertEquals(List.of("<i>c</i>"), answer(places).attributions());
    assertThrows(IllegalArgumentException.class, () -> FileFields.USUAL.withName(" "));
    assertThrows(IllegalArgumentException.class, () -> FilePlaces.of(directory).scope("mine"));
  }

  @Test
  void nearestFirstIfWanted() throws Exception {
    Path file = file("name,lat,lon,population\nfar,1,1,1000\nnear,0.5,0.5,1\n");
    assertEquals(List.of("far", "near"), names(FilePlaces.of(file).load()));
    assertEquals(List.of("near", "far"), names(FilePlaces.of(file).rankBy(RankBy.DISTANCE).load()));
  }

  @Test
  void featureCollection() throws Exception {
    FilePlaces places = load(COLLECTION);
    assertEquals(1, places.badRows(), "the polygon");
    assertEquals(List.of("Fox", "Old Mill"), names(places));
    Map<String, Object> mill = answer(places).results().get(1);
    assertEquals("file:a1", mill.get("place_id"));
    assertEquals("Main St 1, Town", mill.get("vicinity"));
    assertEquals("museum", ((List<?>) mill.get("types")).get(0));
    Map<String, Object> fox = answer(places).results().get(0);
    assertEquals("file:7", fox.get("place_id"));
    assertEquals(List.of("bar", "pub"), ((List<?>) fox.get("types")).subList(0, 2));
  }

  @Test
  void aFeatureALine() throws Exception {
    FilePlaces places =
        load(LINE.formatted(1, 2, "a") + "{broken\n\n[]\n" + LINE.formatted(3, 4, "b"));
    assertEquals(List.of("a", "b"), names(places));
    assertEquals(2, places.badRows());
  }

  @Test
  void featuresBehindRecordSeparators() throws Exception {
    String pretty = LINE.formatted(3, 4, "b").replace(",", ",\n");
    FilePlaces places = load("\u001e" + LINE.formatted(1, 2, "a") + "\u001e" + pretty);
    assertEquals(List.of("a", "b"), names(places));
    assertEquals(0, places.badRows());
  }

  @Test
  void jsonThatBreaksOffIsRefusedWithItsLine() throws Exception {
    String refusal = refused(COLLECTION.substring(0, COLLECTION.indexOf("Polygon")));
    assertTrue(refusal.startsWith("places.txt: line 6: is not JSON: "), refusal);
    assertTrue(refused("[1]").contains("header"), "no table either");
    assertTrue(refused("{\"a\": 1}").endsWith("no usable place in 0 rows"));
  }

  @Test
  void dumpOfGeoNames() throws Exception {
    UnaryOperator<String> row =
        start -> start + "\tUS\t\tCA\t037\t\t\t%s\t\t1\tAmerica/Los_Angeles\t2023-01-01\n";
    String text =
        row.apply("5393212\tSanta Monica\tSanta Monica\t\t34.01945\t-118.49119\tP\tPPL")
                .formatted(93220)
            + row.apply("1\tBel \"Air\tx\t\t34.1\t-118.4\tP\tPPLX").formatted(0)
            + row.apply("2\tLAX\tx\t\t33.9\t-118.4\tS\tAIRP").formatted(0)
            + row.apply("3\tPeak\tx\t\t34.2\t-118.4\tT\tMT").formatted(0)
            + "4\tshort\n";
    FilePlaces places = load(text);
    assertEquals(4, places.size());
    assertEquals(1, places.badRows());
    Seen answer = answer(places);
    Map<String, Object> town = answer.results().get(0);
    assertEquals("geonames:5393212", town.get("place_id"));
    assertEquals("GEONAMES", town.get("scope"));
    assertEquals(List.of("locality", "political"), town.get("types"));
    assertEquals("Santa Monica", town.get("vicinity"));
    assertTrue(answer.names().contains("Bel \"Air"));
    assertEquals(List.of(GeoNamesRows.CREDIT), answer.attributions());
  }

  @Test
  void packedFilesAndByteOrderMarks() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(("\ufeff" + CSV).getBytes(UTF_8));
    }
    Path file = Files.write(directory.resolve("places.csv.gz"), packed.toByteArray());
    assertEquals(2, FilePlaces.of(file).load().size());
    Path cut = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(packed.toByteArray(), 60));
    assertThrows(IOException.class, FilePlaces.of(cut)::load);
  }

  @Test
  void blankLinesAtTheBeginningTakeNoTime() {
    String blank = "\n".repeat(900_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertEquals(List.of("A"), names(load(blank + LINE.formatted(2, 1, "A")))));
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThrows(NoSuchFileException.class, FilePlaces.of(directory.resolve("no"))::load);
  }

  @Test
  void placesWithoutIdHaveOneThatLasts() throws Exception {
    String text = "name,lat,lon\nFox,1,2\n";
    String id = String.valueOf(answer(load(text)).results().get(0).get("place_id"));
    assertTrue(id.matches("file:x[0-9a-f]{8}"), id);
    assertEquals(id, answer(load(text)).results().get(0).get("place_id"));
    assertFalse(answer(load(text)).results().get(0).containsKey("vicinity"));
  }

  @Test
  void moreRowsThanTheFirstTableHolds() throws Exception {
    StringBuilder text = new StringBuilder("name,lat,lon,category\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("place ")
          .append(i)
          .append(",1,")
          .append(i / 100.0)
          .append(",kind ")
          .append(i)
          .append('\n');
    }
    FilePlaces places = load(text.toString());
    assertEquals(10_000, places.size());
    Seen last =
        Seen.of(places.nearby(new PlacesQuery(1, 99.99, 1, 20)).toCompletableFuture().join());
    assertEquals(List.of("place 9999"), last.names());
    assertEquals("kind_9999", ((List<?>) last.results().get(0).get("types")).get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      quoteCharacter = '`',
      textBlock =
          """
          cafe                                            = cafe
          Café & Bar!                                     = café_bar
          !?                                              =
          a;b|c,d                                         = a b c d
          Dining > Coffee, Tea                            = coffee_tea
          ['Dining > Bar, Pub', 'Shop > Books']           = bar_pub books
          [x, y]                                          = x y
          [x                                              = x
          a,a,b                                           = a b
          1,2,3,4,5,6,7,8,9                               = 1 2 3 4 5 6 7 8
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,b = b
          """)
  void typesAreWords(String cell, String words) throws Exception {
    FilePlaces places = load("name\tlat\tlon\ttypes\nx\t1\t2\t" + cell + "\n");
    List<?> types = (List<?>) answer(places).results().get(0).get("types");
    String expected = (words == null ? "" : words + " ") + "point_of_interest establishment";
    assertEquals(expected, String.join(" ", types.stream().map(String::valueOf).toList()));
  }

  @Test
  void whatIsPoliticalIsNoEstablishment() throws Exception {
    FilePlaces places = load("name\tlat\tlon\ttypes\nx\t1\t2\tlocality,political\n");
    assertEquals(List.of("locality", "political"), answer(places).results().get(0).get("types"));
  }

  @Test
  void anAddressIsStreetOrTownOrBoth() throws Exception {
    FilePlaces places = load("name,lat,lon,street,city\na,1,1,S,T\nb,1,2,S,\nc,1,3,,T\nd,1,4,,\n");
    List<Object> vicinities = new ArrayList<>();
    answer(places).results().forEach(result -> vicinities.add(result.get("vicinity")));
    assertEquals(Arrays.asList("S, T", "S", "T", null), vicinities);
  }

  @Test
  void weightsThatAreNoneDoNotMatter() throws Exception {
    FilePlaces places =
        load(
            "name,lat,lon,population\na,1,4,x\nb,1,3,-5\nc,1,2,\nd,1,1,NaN\ne,1,5,Infinity\nf,1,9,1\n");
    assertEquals(List.of("f", "d", "c", "b", "a", "e"), names(places), "all others by distance");
  }

  @Test
  void aHeaderWithoutLongitudeIsRefused() throws Exception {
    assertTrue(refused("name,lat\nx,1\n").contains("column for the longitude"));
  }

  @Test
  void classesOfGeoNamesThatAreNotKnownAreEstablishments() throws Exception {
    String rest = "\tUS\t\tCA\t037\t\t\t0\t\t1\tAmerica/Los_Angeles\t2023-01-01\n";
    FilePlaces places =
        load("1\tRoad\tx\t\t34.2\t-118.4\tR\tRD" + rest + "\tNo id\tx\t\t34\t-118\tX\tX" + rest);
    assertEquals(
        List.of("point_of_interest", "establishment"),
        answer(places).results().get(0).get("types"));
    assertEquals(2, places.size());
  }

  @Test
  void featuresWithoutWhatTheyNeedAreLeftOut() throws Exception {
    String point = "\"geometry\":{\"type\":\"Point\",\"coordinates\":";
    FilePlaces places =
        load(
            LINE.formatted(1, 2, "good")
                + "{\"type\":\"Feature\","
                + point
                + "[1]},\"properties\":{\"name\":\"x\"}}\n"
                + "{\"type\":\"Feature\","
                + point
                + "[\"1\",2]},\"properties\":{\"name\":\"x\"}}\n"
                + "{\"type\":\"Other\","
                + point
                + "[1,2]},\"properties\":{\"name\":\"x\"}}\n"
                + "{\"type\":\"Feature\","
                + point
                + "[1,2]},\"properties\":{\"name\":null}}\n"
                + "{\"type\":\"Feature\","
                + point
                + "[1,2]},\"properties\":null}\n");
    assertEquals(List.of("good"), names(places));
    assertEquals(5, places.badRows());
  }
}
