package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.ImmediateAnswers;
import io.github.rethinkemitter.internal.flow.PendingAnswer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to follow the table by, in memory. Its feeds are ready at once, and end when a test ends them. */
final class InMemoryReader implements TableReader {

    final List<ScriptedFeed> feeds = new CopyOnWriteArrayList<>();
    final BlockingQueue<Throwable> findsThrow = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> pollsThrow = new LinkedBlockingQueue<>();
    volatile boolean feedsFail;
    volatile boolean closed;
    volatile ScriptedStore store = new ScriptedStore();

    /** Ends the feeds. */
    void end(String why) {
        feeds.forEach(feed -> feed.items.add(new FeedItem.Ended(new IOException(why))));
    }

    void overflowFeeds() {
        feeds.forEach(feed -> feed.items.add(new FeedItem.Overflowed("skipped 5 elements.")));
    }

    @Override
    public Feed follow(Instant from) throws IOException {
        if (feedsFail) {
            throw new IOException("RTH0221 no right to read");
        }
        return store.opened(this);
    }

    @Override
    public Feed read(Instant from, Instant to) {
        throw new UnsupportedOperationException("read was not expected in this test");
    }

    @Override
    public List<FeedItem.Malformed> withInvalidTime(int atMost) {
        return List.of();
    }

    @Override
    public @Nullable Instant oldest(Instant from) {
        return null;
    }

    @Override
    public PendingAnswer<List<StoredEvent>> find(Wanted wanted) {
        InMemorySession.throwNext(findsThrow);
        return ImmediateAnswers.of(List.of());
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public void close() {
        closed = true;
        end("closed by this side");
    }

    /** Reads the events that are in the table, and is ready at once. */
    static final class ScriptedFeed implements Feed {

        final BlockingQueue<FeedItem> items = new LinkedBlockingQueue<>();
        volatile boolean closed;
        private final InMemoryReader reader;

        ScriptedFeed(InMemoryReader reader, List<StoredEvent> table) {
            this.reader = reader;
            table.forEach(event -> items.add(new FeedItem.Initial(event)));
            items.add(new FeedItem.Ready());
            items.add(new FeedItem.Proven(Instant.EPOCH, Instant.EPOCH)); // comes at the same time, as in the database
        }

        @Override
        public @Nullable FeedItem poll(Duration timeout) throws InterruptedException {
            var item = items.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            InMemorySession.throwNext(reader.pollsThrow);
            return item;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
