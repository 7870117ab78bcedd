package io.herd.spi;

import io.herd.protocol.AtView;

/**
 * The newest record of each client, and the feed: the records kept, in the order in which they were
 * kept. A record that is replaced leaves a hole in the feed, so the feed never has more than one
 * record of a client.
 *
 * <p>Merging is a join: commutative, associative and idempotent over the order of {@link
 * AtView#compareTo}. Loop thread only: an implementation needs no lock. Views that the store fills
 * show its own bytes and are valid until the store's next change.
 */
public interface LocationStore {

  /** What became of a record. */
  enum Merged {
    /** Kept, the first of its client. */
    NEW,
    /** Kept instead of an older one. */
    NEWER,
    /** Not kept: this very record, by origin and sequence, is held already. */
    SAME,
    /** Not kept: a greater or equal record is held. */
    OLDER,
    /** Not kept: the client is new, or was removed, and the call did not allow that. */
    FULL
  }

  /**
   * Takes in what another server accepted. The bytes of the candidate are copied if it is kept.
   *
   * @param candidate the record; {@code heldOrigin}, {@code heldSequence} and {@code heldHeldBy}
   *     are set to those of the record held before, or -1, and 0 for no links, if there is none. If
   *     this very record is held already, its {@code heldBy} is added to the held one's
   */
  Merged merge(AtView candidate);

  /**
   * Takes in a report made here: as {@link #merge}, but kept only if its effective time is later
   * than the held one's and its client time another one, so that a repeated report changes nothing,
   * whatever this server's clock does.
   *
   * @param newClients whether the report of a client that is not known, or was removed, may be kept
   */
  Merged accept(AtView candidate, boolean newClients);

  /**
   * Says which clients will be looked up next, so that a store can have what it needs of all of
   * them on the way from memory at once instead of waiting for one after the other. Changes
   * nothing; by default it does nothing.
   *
   * @param records records of these clients, of which only the ids need be there; the store may
   *     leave with them what it finds: {@link AtView#idHash}, {@link AtView#likelyAddress}
   * @param count how many of them
   */
  default void expect(AtView[] records, int count) {}

  /**
   * Finds the record of a client.
   *
   * @return false if there is none: the view is unchanged
   */
  boolean find(byte[] id, int from, int to, AtView into);

  /**
   * Takes a record out, so that its client is unknown; leaves a hole in the feed, as a replaced one
   * does. The memory comes back by and by.
   *
   * @param record one that a cursor or {@link #find} showed last
   * @return false if it is not held any more: nothing is changed
   */
  boolean remove(AtView record);

  /** How many clients there are, without those whose record is a removal. */
  int clients();

  /** How many bytes of memory the records and their index take. */
  long bytes();

  /**
   * Forgets that the records are held over these links. Takes time in proportion to the clients.
   */
  void clearHeldBy(long links);

  /** A new cursor, at the beginning of the feed. To be closed. */
  Cursor cursor();

  /**
   * A place in the feed, between two records, that stays between the same two while the feed
   * changes.
   */
  interface Cursor extends AutoCloseable {

    /**
     * Goes past the next record.
     *
     * @return false at the end of the feed: the view is unchanged
     */
    boolean next(AtView into);

    /**
     * Adds to the links that are known to hold the record that {@link #next} showed last. Called
     * before the store's next change.
     */
    void addHeldBy(long links);

    /** Whether no record is behind the cursor. */
    boolean atEnd();

    /** Goes where the other cursor of the same store is. */
    void moveTo(Cursor other);

    /** Goes behind the last record. */
    void moveToEnd();

    /** Ends the use of the cursor. */
    @Override
    void close();
  }
}
