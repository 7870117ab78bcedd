package io.herd.transport.nio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The inbox and the outbox against channels that give and take as they like. */
final class BuffersTest {

  @Test
  void inboxGivesEveryByteOnceWhateverIsReadAndTaken() throws IOException {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      byte[] sent = new byte[random.nextInt(60_000)];
      random.nextBytes(sent);
      int most = 1 << random.nextInt(14);
      int greed = 1 + random.nextInt(10);
      ByteBuffer shared = ByteBuffer.allocate(8192);
      Inbox inbox = new Inbox();
      ByteArrayOutputStream taken = new ByteArrayOutputStream();
      ReadableByteChannel channel = Channels.newChannel(new Dripping(sent, random, most));
      ByteBuffer target = inbox.target(shared, 4096);
      while (Inbox.read(channel::read, target) >= 0) {
        if (random.nextInt(10) < greed) {
          byte[] part = new byte[random.nextInt(target.remaining() + 1)];
          target.get(part);
          taken.writeBytes(part);
        }
        inbox.keep(target);
        target = inbox.target(shared, 4096);
      }
      byte[] rest = new byte[inbox.left().remaining()];
      inbox.left().get(rest);
      taken.writeBytes(rest);
      assertArrayEquals(sent, taken.toByteArray(), "seed " + seed);
    }
  }

  @Test
  void inboxOwnsNothingOnceAllIsTakenAndLittleWhenLittleIsLeft() throws IOException {
    ByteBuffer shared = ByteBuffer.allocate(8192);
    Inbox inbox = new Inbox();
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(new byte[40_000]));
    ByteBuffer target = inbox.target(shared, 4096);
    while (Inbox.read(channel::read, target) > 0) {
      inbox.keep(target);
      target = inbox.target(shared, 4096);
    }
    assertEquals(40_000, target.remaining());
    target.position(target.limit() - 10);
    inbox.keep(target);
    assertTrue(inbox.left().capacity() <= 64);
    ByteBuffer last = inbox.left();
    last.position(last.limit());
    inbox.keep(last);
    assertTrue(inbox.isEmpty());
  }

  @Test
  void outboxWritesEveryByteOnceWhateverTheChannelTakes() throws IOException {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      Outbox outbox = new Outbox(new ChunkPool());
      outbox.bytesMax(Integer.MAX_VALUE);
      Reluctant sink = new Reluctant(random);
      ByteArrayOutputStream sent = new ByteArrayOutputStream();
      for (int i = 0; i < 200; i++) {
        byte[] bytes = new byte[random.nextInt(1 << random.nextInt(16))];
        random.nextBytes(bytes);
        assertTrue(outbox.offer(bytes, 0, bytes.length));
        sent.writeBytes(bytes);
        int before = outbox.size();
        assertEquals(before - outbox.writeTo(sink), outbox.size());
      }
      while (!outbox.isEmpty()) {
        outbox.writeTo(sink);
      }
      assertArrayEquals(sent.toByteArray(), sink.taken.toByteArray(), "seed " + seed);
    }
  }

  @Test
  void outboxIsDrainedWhenThereIsRoomForWhatWasRefused() throws IOException {
    Outbox outbox = new Outbox(new ChunkPool());
    outbox.bytesMax(10);
    assertTrue(outbox.offer(new byte[20], 0, 20));
    assertEquals(false, outbox.isDrained());
    assertEquals(false, outbox.offer(new byte[9], 0, 9));
    AtomicInteger room = new AtomicInteger(15);
    Outbox.Sink sink = new Bounded(room);
    outbox.writeTo(sink);
    assertEquals(5, outbox.size());
    assertEquals(false, outbox.isDrained()); // half is free, but not nine bytes
    room.set(4);
    outbox.writeTo(sink);
    assertTrue(outbox.isDrained());
    outbox.readmit();
    assertEquals(false, outbox.isDrained());
  }

  /** Gives a few bytes each time. */
  private static final class Dripping extends ByteArrayInputStream {
    private final Random random;
    private final int most;

    Dripping(byte[] bytes, Random random, int most) {
      super(bytes);
      this.random = random;
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(length, 1 + random.nextInt(most)));
    }

    @Override
    public synchronized int available() {
      return 0; // so that the channel is content with one read
    }
  }

  /** Takes a part, or nothing. */
  private static final class Reluctant implements Outbox.Sink {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Random random;

    Reluctant(Random random) {
      this.random = random;
    }

    @Override
    public int write(byte[] bytes, int offset, int length) {
      int count = random.nextBoolean() ? length : random.nextInt(length + 1);
      taken.write(bytes, offset, count);
      return count;
    }
  }

  /** Takes as much as there is room for. */
  private record Bounded(AtomicInteger room) implements Outbox.Sink {
    @Override
    public int write(byte[] bytes, int offset, int length) {
      int count = Math.min(room.get(), length);
      room.addAndGet(-count);
      return count;
    }
  }
}
