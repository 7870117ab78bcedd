package io.herd.testkit.places;

/** How Google laid out its legacy JSON over the years. */
public enum Layout {
  /** 2011: two spaces a level, no space before colons. */
  A,
  /** 2012 to 2023: three spaces a level, a line feed at the end. */
  B,
  /** Since 2023: brackets on lines of their own, no line feed at the end. */
  C
}
