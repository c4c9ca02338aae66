package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.runtime.LinkState.Part;
import io.github.rethinkemitter.internal.subscribe.FollowEnd;
import io.github.rethinkemitter.internal.subscribe.Subscriber;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows the table by a connection of its own, and opens another when that has ended, until it is closed. The thread
 * of this loop reads the connection and gives the events to the dispatcher, so a dispatcher without space holds up this
 * loop and nothing else.
 */
final class FeedLoop implements Runnable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10); // then the loop checks whether it is closed

    private final EventStore store;
    private final Subscriber subscriber;
    private final CurrentSession sessions;
    private final LinkState state;
    private final ConnectionAttempts attempts;
    private volatile @Nullable TableReader connection;

    FeedLoop(
            EventStore store,
            Subscriber subscriber,
            CurrentSession sessions,
            LinkState state,
            ConnectionAttempts attempts) {
        this.store = store;
        this.subscriber = subscriber;
        this.sessions = sessions;
        this.state = state;
        this.attempts = attempts;
    }

    @Override
    public void run() {
        while (!isClosed()) {
            try {
                // While there is none, the session keeper reports that and tries again.
                Session session = sessions.await(LONGEST_WAIT);
                if (session != null) {
                    follow(session);
                }
            } catch (InterruptedException e) {
                // By the caller of close(), or by foreign code, which does not end the loop.
            }
        }
    }

    /**
     * Ends {@link #run}, and gives no more events to the dispatcher. The caller interrupts whatever else the thread
     * waits for.
     */
    void close() {
        attempts.close();
        TableReader open = connection;
        if (open != null) {
            open.close();
        }
    }

    private void follow(Session session) throws InterruptedException {
        try (TableReader opened = store.openReader()) {
            connection = opened;
            IOException end = followUntilLost(session, opened);
            if (end != null && !isClosed()) {
                state.down(Part.FEED, ChannelListener.Phase.SUBSCRIBE, end);
            }
        } catch (IOException e) {
            if (!isClosed()) {
                state.down(Part.FEED, SessionKeeper.doing(e), e);
            }
        } catch (InterruptedException e) {
            if (!isClosed()) {
                state.down(Part.FEED, ChannelListener.Phase.SUBSCRIBE, interrupted(e));
            }
        } catch (RuntimeException | Error e) {
            state.broken(Part.FEED, e);
            throw e;
        } finally {
            connection = null;
        }
        if (sessions.get() != null) { // else the next attempt waits for a session instead
            attempts.pause();
        }
    }

    // When a feed has overflowed, the next one uses the same connection. Null when the loop was closed meanwhile.
    private @Nullable IOException followUntilLost(Session session, TableReader reader) throws InterruptedException {
        while (!isClosed()) {
            Session newest = sessions.get();
            FollowEnd end = subscriber.follow(newest == null ? session : newest, reader, this::ready);
            if (end instanceof FollowEnd.Lost lost) {
                return lost.cause();
            }
        }
        return null;
    }

    private static IOException interrupted(InterruptedException cause) {
        return new IOException(
                "RTH0616 the thread that follows the table was interrupted by others. The table is followed again from the"
                        + " position",
                cause);
    }

    private void ready() {
        attempts.succeeded();
        state.up(Part.FEED);
    }

    private boolean isClosed() {
        return attempts.isClosed();
    }
}
