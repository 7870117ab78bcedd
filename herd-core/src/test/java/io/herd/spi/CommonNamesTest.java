package io.herd.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommonNamesTest {

  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
  private static final byte[] ORGANISATION = {0x55, 0x04, 0x0a};

  /** Tag, length and contents in DER. */
  private static byte[] der(int tag, byte[]... contents) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] content : contents) {
      all.writeBytes(content);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (all.size() >= 256) {
      out.write(0x82);
      out.write(all.size() >> 8);
    } else if (all.size() >= 128) {
      out.write(0x81);
    }
    out.write(all.size());
    out.writeBytes(all.toByteArray());
    return out.toByteArray();
  }

  private static byte[] attribute(byte[] type, int tag, byte[] value) {
    return der(0x31, der(0x30, der(0x06, type), der(tag, value)));
  }

  private static List<String> names(byte[]... attributes) {
    List<String> names = new ArrayList<>();
    new CommonNames(der(0x30, attributes)).addTo(names);
    return names;
  }

  @Test
  void namesOfEveryKindOfTextAreRead() {
    assertEquals(List.of("Zoë"), names(attribute(COMMON_NAME, 0x0c, "Zoë".getBytes(UTF_8))));
    assertEquals(List.of("Clark"), names(attribute(COMMON_NAME, 0x13, "Clark".getBytes(UTF_8))));
    assertEquals(List.of("Zoë"), names(attribute(COMMON_NAME, 0x14, "Zoë".getBytes(ISO_8859_1))));
    assertEquals(List.of("Zoë"), names(attribute(COMMON_NAME, 0x1e, "Zoë".getBytes(UTF_16BE))));
  }

  @Test
  void nameThatIsNoTextIsPassedOver() {
    assertEquals(
        List.of("Clark"),
        names(
            attribute(COMMON_NAME, 0x04, "Bona".getBytes(UTF_8)),
            attribute(COMMON_NAME, 0x0c, "Clark".getBytes(UTF_8))));
  }

  @Test
  void otherAttributesAreNoNamesWhateverTheyLookLike() {
    byte[] lookalike = attribute(COMMON_NAME, 0x0c, "Mallory".getBytes(UTF_8));
    assertEquals(
        List.of("Clark", "Bona"),
        names(
            attribute(ORGANISATION, 0x0c, lookalike),
            attribute(COMMON_NAME, 0x0c, "Clark".getBytes(UTF_8)),
            attribute(COMMON_NAME, 0x0c, "Bona".getBytes(UTF_8))));
  }

  @Test
  void lengthsOfOneToThreeBytesAreRead() {
    for (int length : new int[] {0, 1, 110, 115, 120, 127, 128, 200, 240, 255, 256, 1_000}) {
      String name = "n".repeat(length);
      assertEquals(List.of(name), names(attribute(COMMON_NAME, 0x0c, name.getBytes(UTF_8))));
    }
  }
}
