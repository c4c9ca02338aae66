package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.subscribe.FollowEnd;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** What a link does for the events that come in, until it can do so no longer. */
@FunctionalInterface
interface Incoming {

    /**
     * Follows until the feed ends.
     *
     * @param ready called when the subscription stands
     */
    FollowEnd follow(Session session, Runnable ready) throws InterruptedException;

    /** Without observers there is no feed: the subscription stands as long as the session does. */
    static Incoming none() {
        return (session, ready) -> {
            ready.run();
            try {
                return new FollowEnd.Lost(session.ended().toCompletableFuture().get());
            } catch (ExecutionException e) {
                return new FollowEnd.Lost(new IOException(e.getCause()));
            }
        };
    }
}
