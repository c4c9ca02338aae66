package io.github.rethinkemitter;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stored events of a channel: to search, to count, and to give to an observer once more.
 *
 * <pre>{@code
 * @Inject Timeline timeline;
 *
 * try (Stream<RethinkEvent> orders = timeline.events(TimelineQuery.ofTopic("order.*").from(yesterday))) {
 *     orders.limit(100).forEach(event -> log.info(event.timestamp() + " " + event.payload(Order.class)));
 * }
 * timeline.replay(TimelineQuery.ofTopic("order.*").from(yesterday)).perSecond(500).to("billing").done().toCompletableFuture().join();
 * }</pre>
 *
 * <p>{@code @Inject Timeline} is the default channel; {@code @Inject @RethinkChannel("audit") Timeline} is another one. An
 * application may have it and no observers.
 *
 * <p><b>Order.</b> Events come in the order of their {@link RethinkEvent#timestamp()}, and those of one millisecond in the order of
 * their ids, those that travelled in one document in the order in which they were triggered. Clocks of database servers differ, so
 * this is not always the order in which one publisher triggered them: {@link RethinkEvent#sequence()} has that. Events of this library,
 * of the library for Node and of other writers come alike. Documents without a valid {@code ts} are no events.
 *
 * <p><b>Blocking.</b> Each call waits for the database: up to {@code rethink.emitter.query-timeout} for a connection, and as long for
 * each answer. Whatever uses a timeline has a connection of its own, so neither publishing nor observing waits for it.
 *
 * <p><b>Errors.</b> An {@link EmitterException} is thrown when there is no connection (RTH0640), when the database refuses or does not
 * answer (RTH0641), when the channel is switched off (RTH0642), when the application has stopped (RTH0643) and when the waiting thread is
 * interrupted, which stays interrupted (RTH0644). A lost connection is replaced, and what was being read goes on where it was.
 *
 * <p><b>Thread safety:</b> safe for use by many threads; a stream is used by one at a time. <b>Serialization:</b> as for
 * {@link Emitter}.
 */
public interface Timeline {

    /**
     * The events that a query chooses. They are read in parts while the stream is used, so that any number of them needs little
     * memory. Events that are stored meanwhile come as well, where they are newer than what was read and the query ends later; so a
     * query without an end may go on for as long as events are stored faster than they are read. An event to which its publisher gave
     * a newer time meanwhile, because it was stored late, may come twice, or with {@link TimelineQuery#newestFirst} not at its place.
     *
     * @param query chooses
     * @return the events, to be used once, and to be closed: until then it has a connection
     */
    Stream<RethinkEvent> events(TimelineQuery query);

    /**
     * The first event that a query chooses, in the order of the query: the newest one with {@link TimelineQuery#newestFirst}.
     *
     * @param query chooses
     * @return the event; empty when there is none
     * @throws EmitterException when the database cannot be asked
     */
    Optional<RethinkEvent> first(TimelineQuery query);

    /**
     * The last event that a query chooses, in the order of the query.
     *
     * @param query chooses
     * @return the event; empty when there is none
     * @throws EmitterException when the database cannot be asked
     */
    Optional<RethinkEvent> last(TimelineQuery query);

    /**
     * How many events a query chooses. Where it names only times, the database counts; else all events of that time are read. A
     * document of many events counts as many as it says.
     *
     * @param query chooses
     * @return the number
     * @throws EmitterException when the database cannot be asked
     */
    long count(TimelineQuery query);

    /**
     * Prepares to give the events that a query chooses to an observer once more. Nothing happens before {@link Replay#to}.
     *
     * @param query chooses. Without an end it ends with the events of the millisecond in which {@link Replay#to} is called, by the
     *     database's clock
     * @return how to replay them
     * @throws IllegalArgumentException when its topic is none
     */
    Replay replay(TimelineQuery query);
}
