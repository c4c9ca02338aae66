package io.github.rethinkemitter;

import java.util.concurrent.CompletionStage;

/**
 * How stored events are given to an observer once more: see {@link Timeline#replay}.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public interface Replay {

    /**
     * Gives so many events a second at most. Without this, as many as the observer handles.
     *
     * @param rate more than zero
     * @return the replay
     * @throws IllegalArgumentException RTH0556 when it is not more than zero
     */
    Replay perSecond(double rate);

    /**
     * Begins. The observer is called as it is for new events, in the order of the query, between new events and on their thread;
     * {@link RethinkEvent#replayed()} and {@link RethinkEvent#redelivered()} are true. An event of a topic that the observer does not
     * observe is left out. When it fails, it gets the event again as its {@link OnFailure} says, and in the end the event is parked or
     * given up, as a new one would be. No other observer is called, and no position moves. What has not been given when the
     * server stops is not given after the restart.
     *
     * @param observer the observer's name: see {@link OnFailure#name}
     * @return the replay that has begun
     * @throws IllegalArgumentException RTH0557 when this server has no such observer
     */
    Running to(String observer);

    /** A replay that has begun. Safe for use by many threads. */
    interface Running {

        /**
         * Completes when the observer is done with every event, when the replay is cancelled, or when the application stops.
         *
         * @return what was done; or an {@link EmitterException} when the events cannot be read any more
         */
        CompletionStage<Outcome> done();

        /** Gives no more events. Those that the observer has are handled. Does nothing the second time. */
        void cancel();
    }

    /**
     * What a replay has done.
     *
     * @param handled events that the observer handled
     * @param failed events on which it failed for the last time
     * @param complete whether all events that the query chose were given
     */
    record Outcome(long handled, long failed, boolean complete) {}
}
