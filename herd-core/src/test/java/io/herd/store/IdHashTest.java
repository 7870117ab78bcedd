package io.herd.store;

import static io.herd.protocol.Records.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IdHashTest {

  private static final int IDS = 100_000;

  private final IdHash hash = new IdHash(0x5eed);

  private int of(String id) {
    byte[] bytes = bytes(id);
    return hash.of(bytes, 0, bytes.length);
  }

  @Test
  void hashIsTheSameWhereverTheIdStands() {
    for (int length = 1; length < 40; length++) {
      String id = "kiwi.cs.ucla.edu-and-some-more-of-a-name".substring(0, length);
      byte[] among = bytes("IAMAT " + id + " +1-1");
      assertEquals(of(id), hash.of(among, 6, 6 + length));
    }
  }

  @Test
  void everyByteAndTheLengthCount() {
    Set<Integer> hashes = new HashSet<>();
    int ids = 0;
    for (int length = 1; length < 40; length++) {
      byte[] id = new byte[length];
      hashes.add(hash.of(id, 0, length));
      ids++;
      for (int i = 0; i < length; i++) {
        for (int bit = 0; bit < 8; bit++) {
          id[i] = (byte) (1 << bit);
          hashes.add(hash.of(id, 0, length));
          ids++;
        }
        id[i] = 0;
      }
    }
    assertEquals(ids, hashes.size());
  }

  /** Of 100,000 hashes of 32 bits about one is expected to be there twice. */
  @Test
  void idsOfUsualFormsSpread() {
    for (String form : new String[] {"%d", "c%06d", "client%08d", "client%08d.example.org"}) {
      Set<Integer> hashes = new HashSet<>();
      int[] low = new int[1 << 10];
      int[] high = new int[1 << 10];
      for (int i = 0; i < IDS; i++) {
        int code = of(form.formatted(i));
        hashes.add(code);
        low[code & 1023]++;
        high[code >>> 22]++;
      }
      assertTrue(hashes.size() > IDS - 15, form + ": " + hashes.size());
      for (int i = 0; i < 1 << 10; i++) {
        // 98 are expected, give or take 10
        assertTrue(Math.abs(low[i] - 98) < 60, form + ": " + low[i] + " with the low bits " + i);
        assertTrue(Math.abs(high[i] - 98) < 60, form + ": " + high[i] + " with the high bits " + i);
      }
    }
  }

  @Test
  void idsThatCollideWithOneSeedDoNotWithAnother() {
    IdHash other = new IdHash(0x5eee);
    int mask = 15;
    int colliding = 0;
    int still = 0;
    for (int i = 1; i < 10_000; i++) {
      byte[] first = bytes("client" + (i - 1));
      byte[] second = bytes("client" + i);
      if (((of("client" + (i - 1)) ^ of("client" + i)) & mask) == 0) {
        colliding++;
        int one = other.of(first, 0, first.length);
        still += ((one ^ other.of(second, 0, second.length)) & mask) == 0 ? 1 : 0;
      }
    }
    assertTrue(colliding > 400, colliding + " of 625 expected");
    assertTrue(still < colliding / 4, still + " of " + colliding);
  }
}
