package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import io.github.rethinkemitter.internal.flow.Unreachable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory: an event that a session inserts comes through all feeds. Each attempt to open it does what a test
 * has prepared for that attempt, if anything; else it opens a connection that stays open.
 */
final class ScriptedStore implements EventStore {

    final List<InMemorySession> sessions = new CopyOnWriteArrayList<>();
    final List<InMemoryReader> readers = new CopyOnWriteArrayList<>();
    final AtomicInteger timelines = new AtomicInteger();
    volatile TimelineOpener timeline = () -> {
        throw new UnsupportedOperationException("the timeline was not expected in this test");
    };
    final List<StoredEvent> table = new CopyOnWriteArrayList<>();
    private volatile @Nullable String sessionsFail;
    private final BlockingQueue<Object> script = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> timelineScript = new LinkedBlockingQueue<>();

    void thenFail(String message) {
        script.add(new IOException(message));
    }

    void thenBeUnreachable(String message) {
        script.add(new NoHost(message));
    }

    interface TimelineOpener {
        TimelineReader get() throws IOException;
    }

    /** No session is opened from now on. */
    void sessionsFail(String message) {
        sessionsFail = message;
    }

    void sessionsOpenAgain() {
        sessionsFail = null;
    }

    void thenThrow(Throwable mistake) {
        script.add(mistake);
    }

    void thenOpen(InMemorySession session) {
        script.add(session);
    }

    /** The next attempt hangs until its thread is interrupted. */
    void thenHang() {
        script.add(new CountDownLatch(1));
    }

    /** The next attempt hangs until this is counted down, even when its thread is interrupted. */
    void thenHangIgnoringInterrupts(CountDownLatch until) {
        script.add(new HangIgnoringInterrupts(until));
    }

    void thenFailReader(String message) {
        timelineScript.add(new IOException(message));
    }

    void thenThrowReader(Throwable thrown) {
        timelineScript.add(thrown);
    }

    void thenOpenReader(InMemoryReader reader) {
        timelineScript.add(reader);
    }

    InMemorySession session(int index) {
        return sessions.get(index);
    }

    /** The feeds of all connections, in the order in which they were opened. */
    List<InMemoryReader.ScriptedFeed> feeds() {
        return readers.stream().flatMap(reader -> reader.feeds.stream()).toList();
    }

    /** Ends all connections. */
    void cut(String why) {
        sessions.forEach(session -> session.cut(why));
        readers.forEach(reader -> reader.end(why));
    }

    synchronized InMemoryReader.ScriptedFeed opened(InMemoryReader reader) {
        var feed = new InMemoryReader.ScriptedFeed(reader, table);
        reader.feeds.add(feed);
        return feed;
    }

    synchronized void store(StoredEvent event) {
        table.add(event);
        feeds().forEach(feed -> feed.items.add(new FeedItem.Live(event)));
    }

    private record HangIgnoringInterrupts(CountDownLatch until) {}

    private static final class NoHost extends IOException implements Unreachable {

        private static final long serialVersionUID = 1L;

        NoHost(String message) {
            super(message);
        }
    }

    @Override
    public Session open() throws IOException {
        var failure = sessionsFail;
        if (failure != null) {
            throw new NoHost(failure);
        }
        var next = played(script.poll());
        var session = next instanceof InMemorySession scripted ? scripted : new InMemorySession();
        session.store = this;
        sessions.add(session);
        return session;
    }

    @Override
    public TableReader openReader() throws IOException {
        var next = played(timelineScript.poll());
        var reader = next instanceof InMemoryReader scripted ? scripted : new InMemoryReader();
        reader.store = this;
        readers.add(reader);
        return reader;
    }

    @Override
    public TimelineReader openTimeline() throws IOException {
        timelines.incrementAndGet();
        return timeline.get();
    }

    private static Object played(Object next) throws IOException {
        if (next instanceof IOException failure) {
            throw failure;
        }
        if (next instanceof RuntimeException thrown) {
            throw thrown;
        }
        if (next instanceof Error error) {
            throw error;
        }
        if (next instanceof CountDownLatch never) {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("RTH0216 interrupted");
            }
        }
        if (next instanceof HangIgnoringInterrupts hang) {
            ChannelFixture.awaitIgnoringInterrupts(hang.until());
            throw new IOException("RTH0203 did not answer");
        }
        return next;
    }
}
