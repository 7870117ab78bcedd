package io.herd.places;

import java.util.List;

/**
 * What the places of one kind in one packed file have in common. Immutable.
 *
 * @param source the file's source
 * @param types as in {@link Place#types()}
 * @param prominence in thousandths of a decimal logarithm; 0 where the population decides
 */
record PlaceKind(Source source, List<String> types, int prominence) {

  /**
   * Who gathered a packed file's data.
   *
   * @param scope as in {@link Place#scope()}
   * @param idPrefix what stands before each id
   * @param credit HTML that must be shown with the source's places, or nothing
   * @param textIds whether ids are texts rather than numbers
   * @param data the whole file, which names and ids are read from when they are asked for
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; shared, for it is the whole data
  record Source(String scope, String idPrefix, String credit, boolean textIds, byte[] data) {}
}
