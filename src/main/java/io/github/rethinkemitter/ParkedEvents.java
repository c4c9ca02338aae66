package io.github.rethinkemitter;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events on which observers have failed for the last time, and those that wait for their next attempt in the database:
 * to look at, to redrive, and to discard.
 *
 * <pre>{@code
 * @Inject ParkedEvents parked;
 *
 * parked.find(ParkedQuery.ofObserver("billing")).forEach(p -> log.info(p + " " + p.cause()));
 * parked.redrive(ParkedQuery.olderThan(Duration.ofHours(1)), Redrive.atMost(100).perSecond(20));
 * parked.by("jane").discard(id, "customer is gone");
 * }</pre>
 *
 * <p>{@code @Inject ParkedEvents} is the default channel; {@code @Inject @RethinkChannel("audit") ParkedEvents} is another one.
 * An application may have these and no observers, such as one that people use to look after the others.
 *
 * <p><b>Where.</b> They are in the table {@code <table>_parked}, one entry for each event, observer and {@code subscriber}
 * name. Everything here is about all servers of the cluster: what one server parks all see, and any may redrive.
 *
 * <p><b>Redriving</b> lets the observer be called with the event again, by the server that has the {@code subscriber} name
 * under which it was parked ({@link ParkedEvent#owner()}), as soon as that runs and the event is due. No other observer is
 * called. {@link RethinkEvent#redriven()} and {@link RethinkEvent#redelivered()} are true for the call, attempts are counted
 * from one again, and it comes when it comes, after events that were triggered later. {@link EventRedriven} tells, on that
 * server, that the observer has handled it; if it fails again as often as it may, it is parked again, and {@link EventParked}
 * tells that.
 *
 * <p><b>Discarding</b> means that the observer does not get the event. What was handled in the end and what was discarded is kept
 * for {@code rethink.emitter.parked.keep} (7 days by default).
 *
 * <p><b>Blocking.</b> Each call waits for the database: up to {@code rethink.emitter.query-timeout} (30 seconds by default) for
 * a connection, if there is none, and as long for each answer. {@code redrive} and {@code discard} by a query ask twice for
 * each hundred events. The first call connects the channel, if nothing has before, so that an observer of {@code Startup} may
 * use this, and a {@code @PreDestroy} method, too.
 *
 * <p><b>Errors.</b> An {@link EmitterException} is thrown when there is no connection (RTH0630), when the database refuses or
 * does not answer (RTH0631), when the channel is switched off (RTH0632), when the application has stopped (RTH0633) and when
 * the waiting thread is interrupted, which stays interrupted (RTH0634). After it, some of the events may have been redriven or
 * discarded; the call may be repeated. A query with a pattern that matches no topic, or for states that the call can do nothing
 * with, is an {@link IllegalArgumentException}.
 *
 * <p><b>Thread safety:</b> safe for use by many threads.
 *
 * <p><b>Serialization:</b> as for {@link Emitter}.
 */
public interface ParkedEvents {

    /**
     * The events that a query chooses: by state, in the order of {@link ParkedState}; those of a state in the order in which they
     * came into it. They are read a hundred at a time, while the stream is used, so that any number of them needs little
     * memory; the stream need not be closed. An event whose state is changed meanwhile may be missing or come twice.
     *
     * <pre>{@code
     * Map<String, Long> causes = parked.find(ParkedQuery.all())
     *         .collect(Collectors.groupingBy(p -> p.cause().map(ParkedEvent.Cause::type).orElse(""), Collectors.counting()));
     * }</pre>
     *
     * @param query without {@link ParkedQuery#inState}, all that is not done
     * @return the events, to be used once. Using it throws what other calls throw at once
     */
    Stream<ParkedEvent> find(ParkedQuery query);

    /**
     * How many events a query chooses.
     *
     * @param query without {@link ParkedQuery#inState}, all that is not done
     * @return the number
     * @throws EmitterException when the database cannot be asked
     */
    long count(ParkedQuery query);

    /**
     * One event, whatever its state.
     *
     * @param id {@link ParkedEvent#id()}, or {@link EventParked#parkedId()}
     * @return the event; empty when there is none, or not any more
     * @throws EmitterException when the database cannot be asked
     */
    Optional<ParkedEvent> get(String id);

    /**
     * Lets observers be called again with the events that a query chooses, those that were parked first before others. What is
     * parked anew while this runs is not redriven again. Returns when all of them wait to be called; their rate is kept by the
     * servers that call.
     *
     * @param query chooses among what is {@code PARKED}; {@code HELD} ones follow theirs
     * @param how how many, and how fast
     * @return how many events will be redriven
     * @throws IllegalArgumentException RTH0549 when the query is for other states only
     * @throws EmitterException when the database cannot be asked; some may have been redriven
     */
    long redrive(ParkedQuery query, Redrive how);

    /**
     * Lets the observer be called again with one event, at once.
     *
     * @param id {@link ParkedEvent#id()}
     * @return whether it will be; {@code false} when there is no such event, or it is not {@code PARKED}
     * @throws EmitterException when the database cannot be asked; it may have been redriven
     */
    boolean redrive(String id);

    /**
     * Gives up the events that a query chooses.
     *
     * @param query chooses among what is {@code WAITING}, {@code PARKED} or {@code HELD}
     * @param reason for others to read: {@link ParkedEvent#note()}; 1 to 1000 characters
     * @return how many events were discarded
     * @throws IllegalArgumentException RTH0549 when the query is for other states only, RTH0552 when there is no reason, or a
     *     longer one
     * @throws EmitterException when the database cannot be asked; some may have been discarded
     */
    long discard(ParkedQuery query, String reason);

    /**
     * Gives up one event.
     *
     * @param id {@link ParkedEvent#id()}
     * @param reason for others to read: {@link ParkedEvent#note()}; 1 to 1000 characters
     * @return whether it was; {@code false} when there is no such event, or it is done, or an observer is called with it now
     * @throws IllegalArgumentException RTH0552 when there is no reason, or a longer one
     * @throws EmitterException when the database cannot be asked; it may have been discarded
     */
    boolean discard(String id, String reason);

    /**
     * The same events, redriven and discarded in somebody's name: {@link ParkedEvent#by()}. Without this it is the
     * {@code subscriber} name of this server, and where there is none, the id that its events have as their
     * {@link RethinkEvent#origin()}.
     *
     * @param who for instance the name of the user who has logged in; 1 to 1000 characters
     * @return the events of the same channel
     * @throws IllegalArgumentException RTH0552 when it is empty or longer
     */
    ParkedEvents by(String who);
}
