package io.github.rethinkemitter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of a channel in this server, as it was when {@link EmitterStatus#now} was called. All counters begin at zero when the
 * application starts.
 *
 * @param channel the channel's name; empty for the default channel
 * @param link how the connections to the database are
 * @param publishing what this server triggers
 * @param following what this server observes; empty when the channel has no observers
 * @param observers in the order of their names, unmodifiable; empty when the channel has none
 * @param started whether table and index have been seen since the application started
 * @param ready whether everything works now: all connections are up, stored events are caught up on, and the changefeed was
 *     proven to be whole within the last two audit intervals ({@code rethink.emitter.heartbeat.interval}), or within the last
 *     5 seconds where these are shorter. Observers that hold up the changefeed, because too many events wait for them, make it not ready,
 *     and never make it not live
 * @param live whether all threads of the channel run, whatever the database and the observers do. A channel that has not been
 *     started or has stopped is live
 * @param problems why it is not ready or not live; empty when it is both. Each says for people what is wrong and what to do. A
 *     channel that is switched off is started, ready and live
 */
public record ChannelStatus(
        String channel,
        Link link,
        Publishing publishing,
        Optional<Following> following,
        List<Observer> observers,
        boolean started,
        boolean ready,
        boolean live,
        List<String> problems) {

    /**
     * The connections to the database.
     *
     * @param state the present state
     * @param since when it began, by this server's clock
     * @param host the database server that events are stored at, as {@code host:port}; empty while there is no connection
     * @param attempts to connect again since the last connection or the start, as {@link Reconnecting#attempt} counts them; 0 while
     *     connected
     * @param lastFailure why the last connection ended or the last attempt failed, for people; empty when nothing failed since the
     *     connection was made
     */
    public record Link(State state, Instant since, Optional<String> host, int attempts, Optional<String> lastFailure) {

        /** The state of the connections. */
        public enum State {
            /** The channel is switched off by {@code enabled=false}. */
            DISABLED,
            /** The channel has not been connected yet. */
            CONNECTING,
            /** All connections that the channel needs are there. */
            CONNECTED,
            /** The channel was connected, and tries to be again. */
            INTERRUPTED,
            /** The application has stopped. */
            STOPPED
        }
    }

    /**
     * What this server triggers.
     *
     * @param waiting events that are not in an insert yet
     * @param underWay events that were sent, and whose outcome is not known yet
     * @param oldest for how long the event that was triggered first of these has been waiting; zero when there is none
     * @param stored events that the database has stored
     * @param failed events that were not stored, such as refused ones and those that were dropped because the queue was full; also
     *     those of which it is not known, at a stop, whether they are stored
     */
    public record Publishing(long waiting, long underWay, Duration oldest, long stored, long failed) {}

    /**
     * What this server observes.
     *
     * @param subscriber the lasting name of this server; empty when it has none
     * @param phase what is read
     * @param provenUpTo the changefeed has brought all events that are older, by the database's clock; empty before the first proof
     * @param handledUpTo all events that are older were handled, by the database's clock; empty before the subscription begins
     * @param lag how much older than the database's present time {@code handledUpTo} is. Where nothing waits it grows to the audit
     *     interval ({@code rethink.emitter.heartbeat.interval}) and about two seconds more, and is small again after each proof. Zero
     *     before the subscription begins, and never negative: the clock of this server does not matter
     * @param waiting events that were read and that not all observers are done with, and those that an observer did not get, see
     *     {@link Observer#notGiven}. What is just being read of a catch-up or of a backlog is not among them
     * @param held of {@code waiting}, those that wait for an earlier event of their publisher
     * @param lastEvent when the newest event that was read was stored, by the database's clock; empty when none was read
     * @param received events that were given to observers
     * @param missed events that were reported as missed, as far as their number is known: see {@link EventsMissed}
     */
    public record Following(
            Optional<String> subscriber,
            Phase phase,
            Optional<Instant> provenUpTo,
            Optional<Instant> handledUpTo,
            Duration lag,
            long waiting,
            long held,
            Optional<Instant> lastEvent,
            long received,
            long missed) {

        /** What is read. */
        public enum Phase {
            /** Nothing yet. */
            STARTING,
            /** Events that were stored before the changefeed was opened. */
            CATCHING_UP,
            /** More of them than fit into memory, part by part. */
            READING_BACKLOG,
            /** Events as they are stored. */
            LIVE
        }
    }

    /**
     * One observer method.
     *
     * @param name as in {@link OnFailure#name}
     * @param topic its topic or pattern
     * @param calls how often it was called, or should have been: a payload that cannot be read as its type counts as a call that
     *     fails, and so does a call that the executor refuses
     * @param failures how many of these have failed
     * @param waiting events in memory that wait for its next attempt, or behind such an event
     * @param parked events that this server has parked for it
     * @param notGiven events that it did not get, because too many waited behind a call that hung
     * @param stuck calls that have not returned within {@code observer.warn-after}, or within {@code observer.timeout} where that is
     *     shorter
     */
    public record Observer(
            String name,
            String topic,
            long calls,
            long failures,
            long waiting,
            long parked,
            long notGiven,
            int stuck) {}
}
