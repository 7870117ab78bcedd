package io.herd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.Seeds;
import io.herd.protocol.AtView;
import io.herd.protocol.Records;
import org.junit.jupiter.api.Test;

final class LifetimeTest {

  private static final long FUTURE = 60_000_000_000L;

  private static AtView record(long receiptNanos, long clientNanos) {
    return Records.record("Clark", receiptNanos, "kiwi", clientNanos);
  }

  @Test
  void recordIsOverFromTheEndOfItsTimeOn() {
    Lifetime lifetime = new Lifetime(FUTURE, 100);
    AtView record = record(50, 50);
    assertFalse(lifetime.isOver(record, 149));
    assertTrue(lifetime.isOver(record, 150));
    assertTrue(lifetime.isOver(record, 151));
  }

  @Test
  void timeAheadOfTheReceiptCountsUpToMaxFuture() {
    Lifetime lifetime = new Lifetime(FUTURE, 100);
    AtView record = record(50, 50 + 10 * FUTURE);
    assertFalse(lifetime.isOver(record, FUTURE + 149));
    assertTrue(lifetime.isOver(record, FUTURE + 150));
  }

  @Test
  void nothingIsEverOverWithoutATimeToLive() {
    Lifetime lifetime = new Lifetime(FUTURE, 0);
    assertFalse(lifetime.ends());
    assertFalse(lifetime.isOver(record(Long.MIN_VALUE, Long.MIN_VALUE), Long.MAX_VALUE));
    assertEquals(0, lifetime.auditedFrom(1_000));
  }

  @Test
  void recordOfTheLastMomentsIsNeverOver() {
    Lifetime lifetime = new Lifetime(FUTURE, 100);
    assertFalse(lifetime.isOver(record(Long.MAX_VALUE, Long.MAX_VALUE), Long.MAX_VALUE));
    assertTrue(lifetime.isOver(record(0, Long.MAX_VALUE - 100), Long.MAX_VALUE));
  }

  @Test
  void greaterRecordIsNeverOverBeforeASmallerOne() {
    Seeds.each(
        20_000,
        random -> {
          Lifetime lifetime =
              new Lifetime(FUTURE, 1 + (random.nextLong() >>> random.nextInt(1, 64)));
          AtView one = record(Seeds.edgyLong(random), Seeds.edgyLong(random));
          AtView other = record(Seeds.edgyLong(random), Seeds.edgyLong(random));
          long now = Seeds.edgyLong(random);
          AtView greater = one.compareTo(other, FUTURE) > 0 ? one : other;
          AtView smaller = greater == one ? other : one;
          assertTrue(!lifetime.isOver(greater, now) || lifetime.isOver(smaller, now));
        });
  }

  @Test
  void auditsLeaveOutWhatExpiresInTheNextMinute() {
    assertEquals(1_000 + FUTURE, new Lifetime(FUTURE, 10 * FUTURE).auditedFrom(1_000));
    assertEquals(1_000 + FUTURE / 4, new Lifetime(FUTURE, FUTURE / 2).auditedFrom(1_000));
  }
}
