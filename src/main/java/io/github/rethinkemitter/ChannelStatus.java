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
 * @param observers in the order of their names; empty when the channel has none
 * @param started whether table and index have been seen since the application started
 * @param ready whether everything works now: all connections are up, and the changefeed was proven to be whole within the last two
 *     audit intervals. A channel that is switched off is ready
 * @param live whether all threads of the channel run, whatever the database does
 * @param problems why it is not started, ready or live; empty when it is. Each is a sentence for people
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

    /** Makes its lists unmodifiable. */
    public ChannelStatus {
        observers = List.copyOf(observers);
        problems = List.copyOf(problems);
    }

    /**
     * The connections to the database.
     *
     * @param state the present state
     * @param since when it began, by this server's clock
     * @param host the database server that events are stored at, as {@code host:port}; empty while there is no connection
     * @param attempts to connect, since the last connection or the start
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
     * @param failed events that were not stored, such as refused ones and those that were dropped from a full queue
     */
    public record Publishing(long waiting, long underWay, Duration oldest, long stored, long failed) {}

    /**
     * What this server observes.
     *
     * @param subscriber the lasting name of this server; empty when it has none
     * @param phase what is read
     * @param provenUpTo the changefeed has brought all events that are older, by the database's clock; empty before the first proof
     * @param handledUpTo all events that are older were handled, by the database's clock; empty before the subscription begins
     * @param lag how much older than the database's present time {@code handledUpTo} is; about the audit interval where nothing waits;
     *     zero before the subscription begins
     * @param waiting events that were read, and that not all observers are done with
     * @param held of {@code waiting}, those that wait for an earlier event of their publisher
     * @param lastEvent when the event that was read last was stored, by the database's clock; empty when none was read
     * @param received events that were given to observers
     * @param missed events that were reported as missed: see {@link EventsMissed}
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
     * @param calls how often it was called
     * @param failures how often it failed
     * @param waiting events in memory that wait for its next attempt
     * @param parked events that were parked for it
     * @param notGiven events that it did not get, because too many waited behind a call that hung
     * @param stuck calls that have been running for longer than {@code observer.warn-after}
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
