package io.herd.examples.sim;

import java.util.Locale;

/** Writes an SVG document, shape by shape. Not thread-safe. */
final class Svg {

  /** Dark to light, in order, distinct also without colours. */
  private static final int[] COLOURS = {
    0x440154, 0x46327e, 0x365c8d, 0x277f8e, 0x1fa187, 0x4ac16d, 0xa0da39, 0xfde725
  };

  private final StringBuilder text = new StringBuilder();

  Svg(int width, int height, String title) {
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"", width, height);
    add(" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" role=\"img\">\n", width, height);
    text.append("<title>").append(escaped(title)).append("</title>\n");
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", width, height);
  }

  private void add(String form, Object... values) {
    text.append(String.format(Locale.ROOT, form, values));
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2, style);
  }

  void circle(double x, double y, double radius, String style, String title) {
    add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" %s>", x, y, radius, style);
    text.append("<title>").append(escaped(title)).append("</title></circle>\n");
  }

  void rectangle(double x, double y, double width, double height, String style) {
    add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" ", x, y, width, height);
    text.append(style).append("/>\n");
  }

  /** Text; the anchor is start, middle or end. */
  void text(double x, double y, double size, String anchor, String words) {
    text(x, y, size, anchor, "#222222", words);
  }

  void text(double x, double y, double size, String anchor, String colour, String words) {
    add("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\" text-anchor=\"", x, y, size);
    text.append(anchor).append("\" fill=\"").append(colour);
    // readable also on lines
    text.append("\" paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\">");
    text.append(escaped(words)).append("</text>\n");
  }

  /** The document. */
  String end() {
    return text + "</svg>\n";
  }

  /** A colour for a part of the whole, 0 dark to 1 light. */
  static String colour(double part) {
    double place = Math.max(0, Math.min(1, part)) * (COLOURS.length - 1);
    int at = (int) Math.min(COLOURS.length - 2, place);
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int low = COLOURS[at] >> shift & 0xff;
      int high = COLOURS[at + 1] >> shift & 0xff;
      mixed |= (int) Math.round(low + (high - low) * (place - at)) << shift;
    }
    return String.format(Locale.ROOT, "#%06x", mixed);
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
