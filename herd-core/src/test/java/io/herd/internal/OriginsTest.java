package io.herd.internal;

import static io.herd.protocol.Records.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.protocol.OriginId;
import io.herd.protocol.ServerId;
import org.junit.jupiter.api.Test;

final class OriginsTest {

  private static final OriginId SELF = new OriginId(ServerId.of("Clark"), 7);

  private final Origins origins = new Origins(SELF);

  private static OriginId origin(String name, long incarnation) {
    return new OriginId(ServerId.of(name), incarnation);
  }

  private int find(String name, long incarnation) {
    byte[] bytes = bytes("AT " + name + " ");
    return origins.find(bytes, 3, bytes.length - 1, incarnation);
  }

  @Test
  void nodeItselfHasTheFirstIndex() {
    assertEquals(Origins.SELF, origins.indexOf(SELF));
    assertEquals(Origins.SELF, find("Clark", 7));
    assertEquals(1, origins.size());
  }

  @Test
  void originKeepsItsIndex() {
    int bona = origins.indexOf(origin("Bona", 1));
    int bailey = origins.indexOf(origin("Bailey", 1));
    assertEquals(bona, origins.indexOf(origin("Bona", 1)));
    assertEquals(bailey, find("Bailey", 1));
    assertEquals(bona, find("Bona", 1));
    assertEquals(origin("Bona", 1), origins.id(bona));
    assertEquals(ServerId.of("Bona"), origins.id(bona).server());
  }

  @Test
  void anotherLifeIsAnotherOrigin() {
    int first = origins.indexOf(origin("Bona", 1));
    int second = origins.indexOf(origin("Bona", 2));
    assertEquals(first, find("Bona", 1));
    assertEquals(second, find("Bona", 2));
    assertEquals(-1, find("Bona", 3));
    assertEquals(-1, find("Bon", 1));
    assertEquals(-1, find("Bonaa", 1));
  }

  private int findWritten(String name, String incarnation) {
    byte[] bytes = bytes(name + " " + incarnation + " ");
    int from = name.length() + 1;
    return origins.findWritten(bytes, 0, name.length(), from, from + incarnation.length());
  }

  @Test
  void originIsFoundAsItIsWritten() {
    int bona = origins.indexOf(origin("Bona", 0x4f1a));
    int later = origins.indexOf(origin("Bona", 0x5f1a));
    int bailey = origins.indexOf(origin("Bailey", 0x4f1a));
    for (int round = 0; round < 2; round++) {
      assertEquals(Origins.SELF, findWritten("Clark", "7"));
      assertEquals(bona, findWritten("Bona", "4f1a"));
      assertEquals(later, findWritten("Bona", "5f1a"));
      assertEquals(bailey, findWritten("Bailey", "4f1a"));
      assertEquals(-1, findWritten("Bona", "04f1a"));
      assertEquals(-1, findWritten("Bona", "4F1A"));
      assertEquals(-1, findWritten("Bon", "4f1a"));
      assertEquals(-1, findWritten("Jaquez", "4f1a"));
    }
    origins.drop(bailey);
    assertEquals(-1, findWritten("Bailey", "4f1a"));
    assertEquals(bailey, origins.indexOf(origin("Jaquez", 0x4f1a)));
    assertEquals(bailey, findWritten("Jaquez", "4f1a"));
  }

  @Test
  void indexOfADroppedOriginIsUsedAgain() {
    int bona = origins.indexOf(origin("Bona", 1));
    assertEquals(bona, find("Bona", 1));
    origins.drop(bona);
    assertFalse(origins.isKnown(bona));
    assertEquals(-1, find("Bona", 1));
    assertEquals(bona, origins.indexOf(origin("Bailey", 1)));
    assertEquals(bona, find("Bailey", 1));
    assertEquals(-1, find("Bona", 1));
  }

  @Test
  void originsHaveABound() {
    for (int i = 1; i < Origins.MOST; i++) {
      assertEquals(i, origins.indexOf(origin("Bona", i)));
    }
    assertEquals(-1, origins.indexOf(origin("Bona", Origins.MOST)));
    assertEquals(5, origins.indexOf(origin("Bona", 5)));
    origins.drop(9);
    assertEquals(9, origins.indexOf(origin("Bona", Origins.MOST)));
  }

  @Test
  void originIsIdleOnceItHadNoLiveRecordForTheGrace() {
    int bona = origins.indexOf(origin("Bona", 1));
    assertFalse(origins.isIdle(bona, 1_000, 100));
    assertFalse(origins.isIdle(bona, 1_099, 100));
    assertTrue(origins.isIdle(bona, 1_100, 100));
  }

  @Test
  void recordKeptMeanwhileStartsTheGraceAnew() {
    int bona = origins.indexOf(origin("Bona", 1));
    assertFalse(origins.isIdle(bona, 1_000, 100));
    origins.added(bona);
    assertFalse(origins.isIdle(bona, 5_000, 100));
    origins.removed(bona);
    assertFalse(origins.isIdle(bona, 6_000, 100));
    assertTrue(origins.isIdle(bona, 6_100, 100));
  }

  @Test
  void nodeItselfAndDroppedOriginsAreNeverIdle() {
    int bona = origins.indexOf(origin("Bona", 1));
    origins.drop(bona);
    for (long now : new long[] {0, 1_000_000}) {
      assertFalse(origins.isIdle(Origins.SELF, now, 100));
      assertFalse(origins.isIdle(bona, now, 100));
    }
  }

  @Test
  void suffixIsTheIncarnationBetweenSpaces() {
    int bona = origins.indexOf(origin("Bona", 0x4f1a));
    assertEquals(" 4f1a ", new String(origins.suffix(bona), US_ASCII));
  }
}
