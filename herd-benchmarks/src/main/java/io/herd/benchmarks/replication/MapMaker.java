package io.herd.benchmarks.replication;

/** Makes maps of one kind. Found by {@link java.util.ServiceLoader}. */
public interface MapMaker {

  /** What the results call the kind. */
  String subject();

  /**
   * A map of which no member runs yet.
   *
   * @param members how many members there can be
   */
  ReplicatedMap make(int members, ReplicatedMap.Observer observer) throws Exception;
}
