package io.herd.places;

/** Which of the places within the radius come first. */
public enum RankBy {
  /** The best known first: large towns and airports; equally well-known ones nearest first. */
  PROMINENCE,
  /** The nearest first. */
  DISTANCE
}
