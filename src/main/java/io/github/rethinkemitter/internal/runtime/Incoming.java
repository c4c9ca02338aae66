package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.subscribe.FollowEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a link does for the events that come in, until it can do so no longer. */
interface Incoming {

    /**
     * Follows until the feed ends.
     *
     * @param ready called when the subscription stands
     */
    FollowEnd follow(Session session, Timeline timeline, Runnable ready) throws InterruptedException;

    /** Takes from the database where the subscription begins, unless that is known; before anything is published. */
    void begin(Session session) throws IOException, InterruptedException;

    /**
     * Nothing is followed any more: lets the observers finish, and writes down how far they came.
     *
     * @param session null when there is none to write to
     */
    void finish(@Nullable Session session, Duration timeout);

    /** Without observers there is no feed: the subscription stands as long as session and table do. */
    static Incoming none(Duration interval) {
        return new Incoming() {
            @Override
            public void begin(Session session) {}

            @Override
            public FollowEnd follow(Session session, Timeline timeline, Runnable ready) throws InterruptedException {
                try {
                    session.ensureTable();
                    ready.run();
                    return new FollowEnd.Lost(end(session));
                } catch (IOException e) {
                    return new FollowEnd.Lost(e);
                }
            }

            // Somebody has to notice that the table was dropped.
            private IOException end(Session session) throws IOException, InterruptedException {
                var ended = session.ended().toCompletableFuture();
                while (true) {
                    try {
                        return ended.get(interval.toNanos(), TimeUnit.NANOSECONDS);
                    } catch (TimeoutException e) {
                        session.ensureTable();
                    } catch (ExecutionException e) {
                        return new IOException(e.getCause());
                    }
                }
            }

            @Override
            public void finish(@Nullable Session session, Duration timeout) {}
        };
    }
}
