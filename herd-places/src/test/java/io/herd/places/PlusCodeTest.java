package io.herd.places;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlusCodeTest {

  @Test
  void publishedExamplesComeOut() {
    assertEquals("7FG49QCJ+2V", PlusCode.of(20.3700625, 2.7821875));
    assertEquals("8FVC2222+22", PlusCode.of(47.0000625, 8.0000625));
    assertEquals("4VCPPQGP+Q9", PlusCode.of(-41.2730625, 174.7859375));
    assertEquals("22222222+22", PlusCode.of(-89.9999375, -179.9999375));
    assertEquals("6FH56C22+22", PlusCode.of(1.2, 3.4));
    assertEquals("722HPPM4+JC", PlusCode.of(10.734, -168.294));
    assertEquals("9RCFM56C+22", PlusCode.of(58.66, 149.17));
  }

  @Test
  void pointOnAnEdgeIsInTheCellNorthEastOfIt() {
    assertEquals("62H22222+22", PlusCode.of(1, -180));
    assertEquals("CHGW2H6C+22", PlusCode.of(80.0100000001, 58.57));
    assertEquals("CHGW2H5C+X2", PlusCode.of(80.0099999999, 58.57));
    assertEquals("2HFWXHRC+22", PlusCode.of(-80.0099999999, 58.57));
    assertEquals("2HFWXHQC+X2", PlusCode.of(-80.0100000001, 58.57));
  }

  @Test
  void northPoleIsInTheCellSouthOfIt() {
    assertEquals("CFX3X2X2+X2", PlusCode.of(90, 1));
  }

  @Test
  void southPoleIsInTheFirstRow() {
    assertEquals("22222222+22", PlusCode.of(-90, -180));
  }

  @Test
  void dateLineHasOneCode() {
    assertEquals(PlusCode.of(1, -180), PlusCode.of(1, 180));
  }
}
