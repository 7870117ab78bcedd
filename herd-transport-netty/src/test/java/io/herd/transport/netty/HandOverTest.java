package io.herd.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What reaches the loop when, and how much. */
@ExtendWith(NoLeaks.class)
final class HandOverTest {

  private static final int MANY_BYTES = 64 * 1024;

  private final List<String> handedOver = new ArrayList<>();
  private final HandOver handOver = new HandOver(this::take);

  private void take(ByteBuf bytes) {
    handedOver.add(bytes.toString(US_ASCII));
    bytes.release();
  }

  private void add(String text) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, US_ASCII);
    handOver.add(bytes);
    bytes.release();
  }

  @Test
  void nothingIsHandedOverWhileMoreIsBeingRead() {
    add("one\ntwo\n");
    assertEquals(List.of(), handedOver);
    handOver.complete();
    assertEquals(List.of("one\ntwo\n"), handedOver);
  }

  @Test
  void unfinishedLineIsHandedOverOnceNothingMoreIsRead() {
    add("one\ntw");
    add("o\nthr");
    handOver.complete();
    handOver.complete();
    assertEquals(List.of("one\ntwo\nthr"), handedOver);
  }

  @Test
  void manyBytesAreHandedOverUpToTheLastLineFeed() {
    String lines = "0123456\n".repeat(MANY_BYTES / 8 - 1);
    add(lines + "012345");
    assertEquals(List.of(), handedOver);
    add("6\n01");
    assertEquals(List.of(lines + "0123456\n"), handedOver);
    add("2\n");
    handOver.complete();
    assertEquals("012\n", handedOver.get(1));
  }

  @Test
  void manyBytesWithoutALineFeedAreHandedOverAsTheyAre() {
    add("x".repeat(MANY_BYTES - 1));
    assertEquals(List.of(), handedOver);
    add("x");
    assertEquals(List.of("x".repeat(MANY_BYTES)), handedOver);
  }

  @Test
  void itIsFullUntilTheHandlerHasSomeOfIt() {
    for (int i = 0; i < 3; i++) {
      add("x".repeat(MANY_BYTES));
    }
    add("x".repeat(MANY_BYTES - 1));
    handOver.complete();
    assertFalse(handOver.isFull());
    add("x");
    handOver.complete();
    assertTrue(handOver.isFull());
    assertTrue(handOver.delivered(1));
    assertFalse(handOver.isFull());
    assertFalse(handOver.delivered(4 * MANY_BYTES - 1));
  }

  @Test
  void bytesOfAClosedConnectionAreReleased() {
    add("unfinished");
    handOver.clear();
    handOver.complete();
    assertEquals(List.of(), handedOver);
  }
}
