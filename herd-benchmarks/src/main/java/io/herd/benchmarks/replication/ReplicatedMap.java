package io.herd.benchmarks.replication;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is measured: several members in this process, each of which holds all of a map. Keys are
 * numbers from 0; what is put under a key is a stamp, which only grows, in a value of about 56
 * bytes. Members are numbers from 0. Only {@link #put} and {@link #get} may be called by several
 * threads at a time.
 */
public interface ReplicatedMap extends AutoCloseable {

  /** Hears of values. Called by any thread, for a member by several at a time too. */
  @FunctionalInterface
  interface Observer {

    /** The member holds this stamp under the key, or a later one. */
    void onValue(int member, int key, long stamp);
  }

  /** What the map is made of: versions and settings, by name. */
  Map<String, String> description();

  /**
   * Starts a member that does not run, and joins it with those that do. Returns when the member
   * takes part; it need not hold anything yet.
   */
  void start(int member) throws Exception;

  /** Ends a member that runs. What it held is lost to it. */
  void stop(int member) throws Exception;

  /**
   * Puts a value, or sees to it that it is put soon; in the end by {@link #flush}. Waits while
   * there is too much to do.
   */
  void put(int member, int key, long stamp) throws Exception;

  /** Hands over what {@link #put} has held back to hand over more at once. */
  default void flush() throws Exception {}

  /** By how many threads the map is best filled, when as much as possible is put. */
  default int putters() {
    return 1;
  }

  /** How many updates a burst has at most, for it to take no longer than a minute or so. */
  default int burstUpdatesMax() {
    return Integer.MAX_VALUE;
  }

  /** How many keys can be put within a minute or so. */
  default int keysMax() {
    return Integer.MAX_VALUE;
  }

  /** The stamp that the member holds under the key, or -1. Asks no other member. */
  long get(int member, int key) throws Exception;

  /** How many keys the member holds. Asks no other member, and is cheap. */
  int size(int member);

  /** How to cut a member off without the loss of its memory; null if that cannot be done. */
  default @Nullable Absence absence() {
    return null;
  }

  /** Cuts members off, and counts what that costs. */
  interface Absence {

    /** Cuts the member off from all others. Returns when that is done. */
    void begin(int member) throws Exception;

    /** Undoes that. Returns at once. */
    void end(int member) throws Exception;

    /** When the first link of the member came up since {@link #end}, by nanoTime; 0 if none is. */
    long upNanos(int member);

    /** Whether the member has all its links. */
    boolean isWhole(int member);

    /** How many bytes of records were ever sent to the member. */
    long sentBytes(int member);

    /** How many records were ever sent between members. */
    long recordsSent();

    /** How many bytes these have. */
    long bytesSent();
  }

  /** Ends all members. */
  @Override
  void close() throws IOException;
}
