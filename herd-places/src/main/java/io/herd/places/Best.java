package io.herd.places;

/**
 * The first few of the places that a search finds, in the order asked for. Ties go to the nearer
 * place, then to the one found first. One thread.
 */
final class Best {

  private final RankBy rankBy;
  private final int[] indexes;
  private final int[] prominences;
  private final double[] distances;
  private int size;
  private int found;

  /** Keeps up to so many places. */
  Best(RankBy rankBy, int sizeMax) {
    this.rankBy = rankBy;
    this.indexes = new int[sizeMax];
    this.prominences = new int[sizeMax];
    this.distances = new double[sizeMax];
  }

  /**
   * Takes note of a place.
   *
   * @param distance in any unit that grows with the distance
   */
  void offer(int index, int prominence, double distance) {
    found++;
    int at = size;
    while (at > 0 && isBefore(prominence, distance, at - 1)) {
      at--;
    }
    if (at == indexes.length) {
      return;
    }
    if (size < indexes.length) {
      size++;
    }
    int moved = size - 1 - at;
    System.arraycopy(indexes, at, indexes, at + 1, moved);
    System.arraycopy(prominences, at, prominences, at + 1, moved);
    System.arraycopy(distances, at, distances, at + 1, moved);
    indexes[at] = index;
    prominences[at] = prominence;
    distances[at] = distance;
  }

  /** How many places were offered, kept or not. */
  int found() {
    return found;
  }

  /** How many places are kept. */
  int size() {
    return size;
  }

  /** The place at this rank, from 0. */
  int index(int rank) {
    return indexes[rank];
  }

  private boolean isBefore(int prominence, double distance, int rank) {
    if (rankBy == RankBy.PROMINENCE && prominence != prominences[rank]) {
      return prominence > prominences[rank];
    }
    return distance < distances[rank];
  }
}
