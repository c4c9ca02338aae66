package io.github.rethinkemitter;

import java.util.concurrent.CompletionStage;

/**
 * How stored events are given to an observer once more: see {@link Timeline#replay}.
 *
 * <pre>{@code
 * Replay.Running running = timeline.replay(TimelineQuery.ofTopic("order.*").from(yesterday)).perSecond(500).to("billing");
 * running.done().thenAccept(outcome -> log.info(outcome.handled() + " handled, " + outcome.failed() + " failed"));
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable.
 */
public interface Replay {

    /**
     * Gives so many events a second at most. Without this, as many as the observer handles. Time in which the observer was slow is
     * not made up for, and further attempts at an event on which it failed do not count.
     *
     * @param rate more than zero, and finite
     * @return the replay
     * @throws IllegalArgumentException RTH0556 when it is zero, negative, infinite or not a number
     */
    Replay perSecond(double rate);

    /**
     * Begins, on a thread of its own that ends with the replay. The observer is called as it is for new events, between new events and
     * on their thread; {@link RethinkEvent#replayed()} and {@link RethinkEvent#redelivered()} are true. It gets the events in the order
     * of the query; an asynchronous observer gets those of each publisher in this order. An event of a topic that the observer does
     * not observe is left out. No other observer is called, and no position moves. Several replays may go on at once, also to one
     * observer.
     *
     * <p><b>Failures.</b> An event on which the observer fails is given to it again as its {@link OnFailure} says, and waits in memory
     * however long that takes. A replay has at most a few hundred events under way, those that wait included, and goes on when there is
     * room. In the end the event is parked or given up, as a new one would be; where the event is in {@link ParkedEvents} for this
     * observer already, what is there stays.
     *
     * <p><b>Keys.</b> A replayed event does not wait for other events of its key, such as a parked one, and no other event waits for it.
     *
     * <p><b>Stop.</b> A stop of the application ends a replay as {@link Running#cancel} does. After the restart it does not go on. When
     * the application has stopped, a replay is done at once, and not complete.
     *
     * @param observer the observer's name: see {@link OnFailure#name}
     * @return the replay that has begun
     * @throws IllegalArgumentException RTH0557 when this server has no such observer
     * @throws EmitterException as {@link Timeline} says, when the query has no end and the database cannot be asked for its time; or
     *     when there is no thread
     */
    Running to(String observer);

    /** A replay that has begun. Safe for use by many threads. */
    interface Running {

        /**
         * Completes when the observer is done with every event, with those that it has after {@link #cancel}, or when the application
         * stops. What follows the stage directly runs on the thread of the replay, and may wait for anything.
         *
         * @return what was done; or an {@link EmitterException}, as {@link Timeline} says, when the events cannot be read any more and
         *     the observer is done with those that were read
         */
        CompletionStage<Outcome> done();

        /**
         * Gives no more events. The call that the observer is in goes on. An event that waits for its next attempt has failed for the
         * last time. Returns at once; does nothing the second time.
         */
        void cancel();
    }

    /**
     * What a replay has done.
     *
     * @param handled events that the observer handled
     * @param failed events on which it failed for the last time: they are parked, or given up
     * @param complete whether the observer was given all events that the query chose and that it observes
     */
    record Outcome(long handled, long failed, boolean complete) {}
}
