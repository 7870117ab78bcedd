package io.herd.store;

import static io.herd.protocol.Records.bytes;
import static io.herd.protocol.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.herd.protocol.AtView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SegmentTest {

  private final Segment segment = new Segment(4_096);
  private final AtView view = new AtView();

  private static AtView signed(AtView record, String signature) {
    byte[] bytes = bytes("x" + signature);
    record.signature(bytes, 1, bytes.length - 1);
    return record;
  }

  private String signature(int offset) {
    segment.view(offset, view);
    return new String(
        view.signatureBytes,
        view.signatureStart,
        view.signatureLength,
        StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "kiwi", "kiwi.cs", "kiwi.cs.", "kiwi.cs.ucla.edu", "kiwi.cs.ucla.edu2"})
  void onlyTheIdItselfIsItsId(String id) {
    int offset = segment.append(record("A", 1, id, 1));
    byte[] among = bytes("IAMAT " + id + " ");
    assertTrue(segment.hasId(offset, among, 6, 6 + id.length()));
    assertFalse(segment.hasId(offset, among, 6, 7 + id.length()));
    assertFalse(segment.hasId(offset, among, 6, 5 + id.length()));
    for (int i = 6; i < 6 + id.length(); i++) {
      among[i] ^= 1;
      assertFalse(segment.hasId(offset, among, 6, 6 + id.length()), "differs at " + (i - 6));
      among[i] ^= 1;
    }
  }

  @Test
  void signatureIsKeptAsLongAsItsRecord() {
    int offset = segment.append(signed(record("A", 1, "kiwi", 1), "c0ffee"));
    int other = segment.append(record("A", 1, "emu", 1));
    assertEquals("c0ffee", signature(offset));
    assertEquals("kiwi", view.clientId());
    segment.view(other, view);
    assertEquals(0, view.signatureLength);
    assertEquals("emu", view.clientId());

    segment.put(offset, signed(record("A", 2, "kiwi", 2), "cafe"));
    assertEquals("cafe", signature(offset));
    segment.put(offset, record("A", 3, "kiwi", 3));
    segment.view(offset, view);
    assertEquals(0, view.signatureLength);
    segment.view(other, view);
    assertEquals("emu", view.clientId(), "the record behind is as it was");
  }

  @Test
  void recordsAreAsLongAsTheirHeaderLineAndSignature() {
    AtView plain = record("A", 1, "kiwi", 1);
    AtView signed = signed(record("A", 1, "kiwi", 1), "s".repeat(40));
    assertEquals((Segment.HEADER + plain.length() + 7) / 8 * 8, Segment.recordBytes(plain));
    assertEquals(Segment.recordBytes(plain) + 40, Segment.recordBytes(signed));
  }

  @Test
  void recordFitsWhereItLeavesLittleUnused() {
    AtView record = record("A", 1, "kiwi", 1);
    int size = Segment.recordBytes(record);
    int offset = segment.append(record);
    assertTrue(segment.fits(offset, size));
    assertTrue(segment.fits(offset, size - 32));
    assertFalse(segment.fits(offset, size - 40));
    assertFalse(segment.fits(offset, size + 8));
  }

  @Test
  void segmentHasRoomUpToItsLastByte() {
    int size = Segment.recordBytes(record("A", 1, "kiwi", 1));
    Segment small = new Segment(2 * size);
    assertTrue(small.hasRoom(2 * size));
    small.append(record("A", 1, "kiwi", 1));
    assertTrue(small.hasRoom(size));
    small.append(record("A", 1, "emus", 1));
    assertFalse(small.hasRoom(8));
  }
}
