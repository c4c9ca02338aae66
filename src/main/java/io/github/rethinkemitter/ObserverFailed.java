package io.github.rethinkemitter;

import java.time.Instant;
import java.util.Optional;

/**
 * An observer threw, or its payload type did not fit the event. The event's other observers are not affected.
 *
 * <p>Fired for each call that failed, of which there may be several with one event, as {@code observer.max-attempts} says; no {@link EmitterError} is fired in addition. The log has at most
 * one such failure of each observer a second, and how many there were beside it. A call that takes longer than
 * {@code observer.timeout} counts as failed when that time is over, whether it returns or not.
 *
 * <pre>{@code
 * void failed(@Observes ObserverFailed failure) {
 *     if (failure.nextAttempt().isEmpty()) log.error(failure.observer() + " gives up " + failure.event(), failure.cause());
 * }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param event the event, with its payload
 * @param observer the name that {@link OnFailure} gives it, or else the method, as
 *     {@code com.example.Orders.placed(com.example.Order)}
 * @param attempt which call of this observer with this event it was, counted from 1; after a crash, which leaves no count of
 *     calls that were not stored, from 1 again
 * @param nextAttempt when the observer is called with the event again, by this server's clock; empty when it is not. A stop
 *     that comes first leaves the event unhandled: it comes again after a restart where a {@code subscriber} name is set
 * @param cause what the observer threw; the {@link PayloadMismatchException}; or an {@link EmitterException} that says that
 *     {@code observer.timeout} was over, or that the executor of asynchronous observers refused the call
 */
public record ObserverFailed(
        String channel,
        RethinkEvent event,
        String observer,
        int attempt,
        Optional<Instant> nextAttempt,
        Throwable cause)
        implements LifecycleEvent {}
