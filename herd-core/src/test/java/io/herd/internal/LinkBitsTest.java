package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.herd.spi.LocationStore;
import org.junit.jupiter.api.Test;

final class LinkBitsTest {

  private final LocationStore store = mock(LocationStore.class);
  private final LinkBits bits = new LinkBits(store);

  private long takeAll() {
    long all = 0;
    for (int i = 0; i < 64; i++) {
      long bit = bits.take();
      assertEquals(1, Long.bitCount(bit));
      assertEquals(0, all & bit, "a bit given twice");
      all |= bit;
    }
    return all;
  }

  @Test
  void sixtyFourConnectionsHaveBitsOfTheirOwn() {
    assertEquals(-1L, takeAll());
  }

  @Test
  void oneMoreConnectionHasNone() {
    takeAll();
    assertEquals(0, bits.take());
    bits.give(0);
    assertEquals(0, bits.take());
  }

  @Test
  void bitOfAFormerConnectionIsWipedBeforeItIsGivenAgain() {
    takeAll();
    bits.give(4);
    bits.give(8);
    assertEquals(4, bits.take());
    verify(store).clearHeldBy(4 | 8);
    assertEquals(8, bits.take());
    verify(store).clearHeldBy(anyLong());
  }

  @Test
  void bitsNeverCarriedAreTakenFirst() {
    long first = bits.take();
    bits.give(first);
    for (int i = 0; i < 63; i++) {
      bits.give(bits.take());
    }
    verify(store, never()).clearHeldBy(anyLong());
    bits.take();
    verify(store).clearHeldBy(-1L);
  }
}
