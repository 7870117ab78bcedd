package io.herd.store;

import io.herd.protocol.AtView;
import io.herd.spi.LocationStore;

/**
 * The store as bytes and numbers: records lie in {@link Segments} of bytes, a table of numbers says
 * where the record of each client is, and the {@link Feed} says in which order they were kept. A
 * record is written over the one it replaces, so that an update moves nothing but an entry of the
 * feed. There is no object for a client and none for an update, so the garbage collector has
 * nothing to follow and nothing to do.
 *
 * <p>Loop thread only.
 */
public final class LogStore implements LocationStore {

  private final long maxFutureNanos;
  private final IdHash hash;
  private final ClientTable table = new ClientTable();
  private final ClientTable.Same sameId = this::isOf;
  private final Segments segments = new Segments(this::onRecordMoved);
  private final Feed feed = new Feed(this::onEntryMoved);
  private final LookAhead ahead;
  private final AtView held = new AtView();
  private final AtView moving = new AtView();

  /** How many of the records are removals. */
  private int removals;

  /** Changes when a record has gone from its address. */
  private int state;

  /**
   * An empty store.
   *
   * @param maxFutureNanos how far ahead of the server's clock a client's time counts, in
   *     nanoseconds
   * @param seed of the hash of ids; drawn at random, so that nobody can choose ids that collide
   */
  public LogStore(long maxFutureNanos, long seed) {
    this.maxFutureNanos = maxFutureNanos;
    this.hash = new IdHash(seed);
    this.ahead = new LookAhead(hash, table, segments);
  }

  @Override
  public Merged merge(AtView candidate) {
    return put(candidate, true, false);
  }

  @Override
  public Merged accept(AtView candidate, boolean newClients) {
    return put(candidate, newClients, true);
  }

  private Merged put(AtView candidate, boolean newClients, boolean madeHere) {
    candidate.heldOrigin = -1;
    candidate.heldHeldBy = 0;
    int address = candidate.likelyAddress;
    if (address == 0
        || candidate.likelySince != state
        || !isOf(address, candidate.bytes, candidate.idStart, candidate.idEnd)) {
      int place = place(candidate);
      if (place < 0) {
        if (!newClients) {
          return Merged.FULL;
        }
        table.add(~place, hash(candidate), append(candidate));
        removals += candidate.isRemoval() ? 1 : 0;
        return Merged.NEW;
      }
      address = table.address(place);
    }
    Segment segment = segments.segment(address);
    int offset = Segments.offset(address);
    segment.viewNumbers(offset, held);
    candidate.heldOrigin = held.origin;
    candidate.heldSequence = held.sequence;
    candidate.heldHeldBy = held.heldBy;
    if (madeHere
        ? !candidate.isLaterReportThan(held, maxFutureNanos)
        : !isGreater(candidate, segment, offset)) {
      if (held.origin == candidate.origin && held.sequence == candidate.sequence) {
        segment.addHeldBy(offset, candidate.heldBy);
        return Merged.SAME;
      }
      return Merged.OLDER;
    }
    boolean wasRemoval = segment.isRemoval(offset);
    if (wasRemoval && !newClients && !candidate.isRemoval()) {
      return Merged.FULL;
    }
    removals += (candidate.isRemoval() ? 1 : 0) - (wasRemoval ? 1 : 0);
    feed.remove(segment.position(offset));
    if (segment.fits(offset, Segment.recordBytes(candidate))) {
      segment.put(offset, candidate);
      segment.position(offset, feed.add(address));
    } else {
      int place = place(candidate);
      segments.kill(segment, offset);
      state++;
      table.replace(place, append(candidate));
    }
    return Merged.NEWER;
  }

  private int hash(AtView record) {
    int expected = record.idHash;
    return expected != 0 ? expected : hash.of(record.bytes, record.idStart, record.idEnd);
  }

  /** The place of the record's client in the table, as {@link ClientTable#find} tells it. */
  private int place(AtView record) {
    return table.find(hash(record), record.bytes, record.idStart, record.idEnd, sameId);
  }

  /** Whether the candidate beats the record at the offset, whose numbers are in {@link #held}. */
  private boolean isGreater(AtView candidate, Segment segment, int offset) {
    int byTimes = candidate.compareTimes(held, maxFutureNanos);
    if (byTimes != 0) {
      return byTimes > 0;
    }
    segment.view(offset, held);
    return candidate.compareTo(held, maxFutureNanos) > 0;
  }

  @Override
  public void expect(AtView[] records, int count) {
    for (int i = 0; i < count; i += LookAhead.MOST) {
      ahead.touch(records, i, Math.min(count, i + LookAhead.MOST), state);
    }
  }

  @Override
  public boolean find(byte[] id, int from, int to, AtView into) {
    int place = table.find(hash.of(id, from, to), id, from, to, sameId);
    if (place < 0) {
      return false;
    }
    int address = table.address(place);
    view(address, into);
    return true;
  }

  @Override
  public boolean remove(AtView record) {
    int place = place(record);
    if (place < 0) {
      return false;
    }
    int address = table.address(place);
    Segment segment = segments.segment(address);
    int offset = Segments.offset(address);
    segment.viewNumbers(offset, held);
    if (held.origin != record.origin || held.sequence != record.sequence) {
      return false;
    }
    removals -= segment.isRemoval(offset) ? 1 : 0;
    int size = segment.size(offset);
    feed.remove(segment.position(offset));
    segments.kill(segment, offset);
    state++;
    table.remove(place);
    segments.noteRemoved(size);
    return true;
  }

  @Override
  public int clients() {
    return table.size() - removals;
  }

  @Override
  public long bytes() {
    return segments.bytes() + table.bytes() + feed.bytes();
  }

  @Override
  public void clearHeldBy(long links) {
    segments.clearHeldBy(links);
  }

  @Override
  public Cursor cursor() {
    return feed.cursor(this);
  }

  /** Fills the view with the record at the address. */
  void view(int address, AtView into) {
    segments.segment(address).view(Segments.offset(address), into);
  }

  void addHeldBy(int address, long links) {
    segments.segment(address).addHeldBy(Segments.offset(address), links);
  }

  /**
   * Reads records that will be viewed: those of the next entries of the chunk.
   *
   * @return the index behind these
   */
  int touch(FeedChunk chunk, int from) {
    return ahead.touch(chunk, from);
  }

  private boolean isOf(int address, byte[] id, int from, int to) {
    return segments.segment(address).hasId(Segments.offset(address), id, from, to);
  }

  /** Writes a record of which no older one is held, and returns its address. */
  private int append(AtView candidate) {
    int address = segments.append(candidate);
    segments.segment(address).position(Segments.offset(address), feed.add(address));
    return address;
  }

  private void onRecordMoved(int from, int to) {
    state++;
    view(to, moving);
    table.move(hash.of(moving.bytes, moving.idStart, moving.idEnd), from, to);
    int position = segments.segment(to).position(Segments.offset(to));
    assert feed.address(position) == from : "not at " + position + ": " + from;
    feed.replace(position, to);
  }

  private void onEntryMoved(int address, int position) {
    segments.segment(address).position(Segments.offset(address), position);
  }
}
