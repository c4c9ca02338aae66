package io.github.rethinkemitter;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that was stored for one observer that failed on it, as it was when it was read: see {@link ParkedEvents}.
 *
 * <pre>{@code
 * parked.find(ParkedQuery.ofObserver("billing"))
 *       .forEach(p -> log.info(p.event().payload(Order.class) + ": " + p.cause().map(ParkedEvent.Cause::message)));
 * }</pre>
 *
 * <p>All times are by the database's clock.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param id for {@link ParkedEvents#get}; the same as long as this observer of this subscriber is meant, and this event
 * @param owner the {@code subscriber} name of the server whose observer it is, and which redrives it
 * @param observer the name that {@link OnFailure} gives it, or else the method, as
 *     {@code com.example.Orders.placed(com.example.Order)}; with a number after it, as {@code billing#2}, where another one has
 *     the same name
 * @param event a whole copy, which is there even when {@code retention} has deleted the event. It is
 *     {@link RethinkEvent#redelivered() redelivered}
 * @param state what is to become of it
 * @param reason why it was stored
 * @param attempts how often the observer was called with it, since it was stored or last redriven
 * @param first when it was stored
 * @param last when its state was changed last
 * @param due when the observer may be called with it; empty unless it is {@link ParkedState#WAITING}
 * @param cause what the last attempt ended with; empty when no attempt has ended by an exception, as for
 *     {@link ParkedReason#CRASH}
 * @param by who redrove or discarded it last: see {@link ParkedEvents#by}
 * @param note why it was discarded
 */
public record ParkedEvent(
        String id,
        String owner,
        String observer,
        RethinkEvent event,
        ParkedState state,
        ParkedReason reason,
        int attempts,
        Instant first,
        Instant last,
        Optional<Instant> due,
        Optional<Cause> cause,
        Optional<String> by,
        Optional<String> note) {

    /**
     * What an observer threw. The throwable itself is not stored, since its class may be missing where it is read.
     *
     * @param type the name of its class, as {@code com.example.OutOfStockException}
     * @param message its message; empty when it has none
     * @param stack its stack trace with its causes, as it prints, cut off after 8 KiB
     */
    public record Cause(String type, String message, String stack) {}

    /** Without payload, message and stack trace, as this text ends up in logs. */
    @Override
    public String toString() {
        return "ParkedEvent[id=" + id + ", observer=" + observer + ", state=" + state + ", reason=" + reason
                + ", attempts=" + attempts + ", first=" + first + ", event=" + event + "]";
    }
}
