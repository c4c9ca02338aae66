package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.runtime.LinkState.Part;
import io.github.rethinkemitter.internal.subscribe.FollowEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the table by a connection of its own, and opens another when that has ended, until it is closed. Its thread reads
 * that connection and hands the events out, so a dispatcher that is full holds up this loop and nothing else.
 */
final class FeedLoop implements Runnable {

    // Nothing but a look around is due then.
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final EventStore store;
    private final Follower follower;
    private final CurrentSession sessions;
    private final LinkState state;
    private final ExponentialBackoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Timeline connection;

    FeedLoop(
            EventStore store, Follower follower, CurrentSession sessions, LinkState state, ExponentialBackoff backoff) {
        this.store = store;
        this.follower = follower;
        this.sessions = sessions;
        this.state = state;
        this.backoff = backoff;
    }

    /** What is done with a connection. */
    interface Follower {

        /**
         * Follows until the feed ends.
         *
         * @param session for the position and the making of the table
         * @param ready called when the subscription stands
         */
        FollowEnd follow(Session session, Timeline timeline, Runnable ready) throws InterruptedException;
    }

    @Override
    public void run() {
        while (!isClosed()) {
            try {
                // Whoever keeps the session tells that there is none, and tries again.
                Session session = sessions.await(WAIT);
                if (session != null) {
                    follow(session);
                }
            } catch (InterruptedException e) {
                // By close(), or by a stranger, who has no say in whether the table is followed.
            }
        }
    }

    /** Hands out nothing more, and ends {@link #run}; what else its thread waits for is interrupted by the caller. */
    void close() {
        closed.countDown();
        Timeline open = connection;
        if (open != null) {
            open.close();
        }
    }

    private void follow(Session session) throws InterruptedException {
        try (Timeline opened = store.openTimeline()) {
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
        pause();
    }

    // A feed that fell behind goes on by the same connection. Null when this was closed meanwhile.
    private @Nullable IOException followUntilLost(Session session, Timeline timeline) throws InterruptedException {
        while (!isClosed()) {
            Session newest = sessions.get();
            FollowEnd end = follower.follow(newest == null ? session : newest, timeline, this::ready);
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
        backoff.reset();
        state.up(Part.FEED);
    }

    // Without a session the next attempt waits for that instead.
    private void pause() throws InterruptedException {
        if (!isClosed() && sessions.get() != null) {
            Duration delay = backoff.next();
            state.retrying(delay);
            var unused = closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }
}
