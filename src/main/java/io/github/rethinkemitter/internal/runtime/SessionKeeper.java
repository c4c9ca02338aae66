package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Unreachable;
import io.github.rethinkemitter.internal.runtime.LinkState.Part;
import io.github.rethinkemitter.internal.subscribe.HistoryLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps the session by which a channel asks and stores: opens it, gives it to whoever uses it, and opens another when it has
 * ended, until it is closed. Waits for nothing but the database.
 */
final class SessionKeeper implements Runnable {

    private final EventStore store;
    private final Users users;
    private final CurrentSession current;
    private final LinkState state;
    private final ExponentialBackoff backoff;
    private final Duration checkInterval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean begun; // used by the thread that runs this

    /** @param checkInterval how often to see that the table is still there, where no feed would tell */
    SessionKeeper(
            EventStore store,
            Users users,
            CurrentSession current,
            LinkState state,
            ExponentialBackoff backoff,
            Duration checkInterval) {
        this.store = store;
        this.users = users;
        this.current = current;
        this.state = state;
        this.backoff = backoff;
        this.checkInterval = checkInterval;
    }

    /** Who works by the session. */
    interface Users {

        /**
         * Takes from the database where the subscription begins. Before anything is published by the first session: a server
         * observes everything that it triggers.
         *
         * @throws HistoryLostException when nothing can be observed until somebody decides; events are stored all the same
         */
        void begin(Session session) throws IOException, InterruptedException;

        void online(Session session);

        void offline();

        /** Whether somebody reads by another connection, and so notices that the table is gone. */
        boolean follow();
    }

    @Override
    public void run() {
        while (!isClosed()) {
            try {
                keepOne();
                pause();
            } catch (InterruptedException e) {
                // By close(), or by a stranger, who has no say in whether there is a session.
            }
        }
    }

    /** Ends {@link #run}; what its thread waits for is interrupted by the caller. */
    void close() {
        closed.countDown();
    }

    private void keepOne() throws InterruptedException {
        try (Session session = store.open()) {
            if (begins(session)) {
                serve(session);
            }
        } catch (IOException e) {
            state.down(Part.SESSION, doing(e), e);
        } catch (RuntimeException | Error e) {
            state.broken(Part.SESSION, e);
            throw e;
        }
    }

    private boolean begins(Session session) throws InterruptedException {
        try {
            if (!begun) {
                users.begin(session);
                begun = true;
            }
        } catch (HistoryLostException e) {
            // The feed loop begins again and again, and tells it each time. What is triggered is stored meanwhile.
            begun = true;
        } catch (IOException e) {
            state.down(Part.SESSION, ChannelListener.Phase.SUBSCRIBE, e);
        }
        return begun;
    }

    private void serve(Session session) throws InterruptedException {
        try {
            users.online(session);
            backoff.reset();
            state.up(Part.SESSION);
            current.set(session); // the last: what the feed loop tells comes after it
            IOException end = awaitEnd(session);
            if (!isClosed()) {
                state.down(Part.SESSION, ChannelListener.Phase.CONNECT, end);
            }
        } finally {
            current.set(null);
            users.offline();
        }
    }

    private IOException awaitEnd(Session session) throws InterruptedException {
        var ended = session.ended().toCompletableFuture();
        while (true) {
            try {
                return ended.get(checkInterval.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (!users.follow()) {
                    try {
                        session.ensureTable();
                    } catch (IOException gone) {
                        return gone;
                    }
                }
            } catch (ExecutionException e) {
                return new IOException(e.getCause());
            } catch (InterruptedException e) {
                if (isClosed()) {
                    throw e;
                }
                // By a stranger: the session is as good as before.
            }
        }
    }

    private void pause() throws InterruptedException {
        if (!isClosed()) {
            Duration delay = backoff.next();
            state.retrying(delay);
            var unused = closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** What the store was doing when it could not be opened. */
    static ChannelListener.Phase doing(IOException cause) {
        return cause instanceof Unreachable ? ChannelListener.Phase.CONNECT : ChannelListener.Phase.SETUP;
    }
}
