package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.concurrent.StageFailure;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Unreachable;
import io.github.rethinkemitter.internal.runtime.LinkState.Part;
import io.github.rethinkemitter.internal.subscribe.HistoryLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps a session of the channel open: opens one, gives it to its users, and opens another when it has ended, until
 * this is closed. Its thread waits for nothing but the database.
 */
final class SessionKeeper implements Runnable {

    private final EventStore store;
    private final Users users;
    private final CurrentSession current;
    private final LinkState state;
    private final ConnectionAttempts attempts;
    private final Duration checkInterval;
    private boolean begun; // the users have begun; used by the thread that runs this

    /**
     * @param checkInterval how often to see that the table is still there, in a channel without a feed, which would
     * notice
     */
    SessionKeeper(
            EventStore store,
            Users users,
            CurrentSession current,
            LinkState state,
            ConnectionAttempts attempts,
            Duration checkInterval) {
        this.store = store;
        this.users = users;
        this.current = current;
        this.state = state;
        this.attempts = attempts;
        this.checkInterval = checkInterval;
    }

    /** The stages that use the session. */
    interface Users {

        /**
         * Reads from the database where the subscription begins. Called before anything is published by the first
         * session, so that a server observes all events that it triggers.
         *
         * @throws HistoryLostException when nothing can be observed until an administrator decides; events are stored
         *     all the same
         */
        void begin(Session session) throws IOException, InterruptedException;

        void online(Session session);

        void offline();

        /** Whether a feed is read by another connection, and so notices when the table is gone. */
        boolean followTheTable();
    }

    @Override
    public void run() {
        while (!isClosed()) {
            try {
                keepOne();
                attempts.pause();
            } catch (InterruptedException e) {
                // By the caller of close(), or by foreign code, which does not end the loop.
            }
        }
    }

    /** Ends {@link #run}. The caller interrupts whatever the thread waits for. */
    void close() {
        attempts.close();
    }

    private void keepOne() throws InterruptedException {
        try (Session session = store.open()) {
            if (hasBegun(session)) {
                serve(session);
            }
        } catch (IOException e) {
            state.down(Part.SESSION, doing(e), e);
        } catch (RuntimeException | Error e) {
            state.broken(Part.SESSION, e);
            throw e;
        }
    }

    private boolean hasBegun(Session session) throws InterruptedException {
        try {
            if (!begun) {
                users.begin(session);
                begun = true;
            }
        } catch (HistoryLostException e) {
            // The feed loop tries to begin at each of its attempts, and reports this each time. Meanwhile events are
            // stored.
            begun = true;
        } catch (IOException e) {
            state.down(Part.SESSION, ChannelListener.Phase.SUBSCRIBE, e);
        }
        return begun;
    }

    private void serve(Session session) throws InterruptedException {
        try {
            users.online(session);
            attempts.succeeded();
            state.up(Part.SESSION);
            current.set(session); // the last step, so that the feed loop reports nothing before this state
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
                if (!users.followTheTable()) {
                    try {
                        session.ensureTable();
                    } catch (IOException gone) {
                        return gone;
                    }
                }
            } catch (ExecutionException e) {
                return StageFailure.asIOException(e);
            } catch (InterruptedException e) {
                if (isClosed()) {
                    throw e;
                }
                // By foreign code: the session can still be used.
            }
        }
    }

    private boolean isClosed() {
        return attempts.isClosed();
    }

    /** What the store was doing when it could not be opened. */
    static ChannelListener.Phase doing(IOException cause) {
        return cause instanceof Unreachable ? ChannelListener.Phase.CONNECT : ChannelListener.Phase.SETUP;
    }
}
