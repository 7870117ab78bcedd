package io.herd.store;

/**
 * Where the record of each client is: an open-addressing hash table of plain numbers, the client's
 * hash in the upper half and the record's address in the lower, 0 for an empty place. The whole
 * hash is kept, so the table grows without a look at the records. Loop thread only.
 */
final class ClientTable {

  /**
   * Whether the record at an address is of this client; asked only if all 32 bits of the hash
   * agree.
   */
  interface Same {
    boolean test(int address, byte[] id, int from, int to);
  }

  private static final int FIRST_CAPACITY = 1 << 8;

  private long[] entries = new long[FIRST_CAPACITY];
  private int size;

  /** How many clients there are, removed ones whose removal is held included. */
  int size() {
    return size;
  }

  /** How many bytes the table takes. */
  long bytes() {
    return 8L * entries.length;
  }

  /** The place of the client, or, complemented, the empty place where it belongs. */
  int find(int hash, byte[] id, int from, int to, Same same) {
    long[] table = entries;
    int mask = table.length - 1;
    int place = hash & mask;
    while (true) {
      long entry = table[place];
      if (entry == 0) {
        return ~place;
      }
      if ((int) (entry >>> 32) == hash && same.test((int) entry, id, from, to)) {
        return place;
      }
      place = (place + 1) & mask;
    }
  }

  /**
   * The address of the first client with this hash, 0 if there is none: most likely that of the
   * client searched for.
   */
  int likelyAddress(int hash) {
    long[] table = entries;
    int mask = table.length - 1;
    int place = hash & mask;
    long entry = table[place];
    while (entry != 0 && (int) (entry >>> 32) != hash) {
      place = (place + 1) & mask;
      entry = table[place];
    }
    return (int) entry;
  }

  /** The address at a place. */
  int address(int place) {
    return (int) entries[place];
  }

  /** Puts another address at a place. */
  void replace(int place, int address) {
    entries[place] = entries[place] & 0xffffffff00000000L | address & 0xffffffffL;
  }

  /** Fills the empty place that {@link #find} told. */
  void add(int place, int hash, int address) {
    entries[place] = (long) hash << 32 | address & 0xffffffffL;
    size++;
    if (size > entries.length / 4 * 3) {
      grow();
    }
  }

  /** Puts a client's new address in place of the old one. */
  void move(int hash, int from, int to) {
    int mask = entries.length - 1;
    long old = (long) hash << 32 | from & 0xffffffffL;
    int place = hash & mask;
    while (entries[place] != old) {
      assert entries[place] != 0 : "no client at address " + from;
      place = (place + 1) & mask;
    }
    replace(place, to);
  }

  /**
   * Empties a place. What was pushed on by the client there moves back, so that no search ends too
   * early and no mark is left behind.
   */
  void remove(int place) {
    int mask = entries.length - 1;
    int gap = place;
    int at = (place + 1) & mask;
    for (long entry = entries[at]; entry != 0; entry = entries[at]) {
      int home = (int) (entry >>> 32) & mask;
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        entries[gap] = entry;
        gap = at;
      }
      at = (at + 1) & mask;
    }
    entries[gap] = 0;
    size--;
  }

  private void grow() {
    long[] larger = new long[entries.length * 2];
    int mask = larger.length - 1;
    for (long entry : entries) {
      if (entry != 0) {
        int place = (int) (entry >>> 32) & mask;
        while (larger[place] != 0) {
          place = (place + 1) & mask;
        }
        larger[place] = entry;
      }
    }
    entries = larger;
  }
}
