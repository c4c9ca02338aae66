package io.github.rethinkemitter;

/**
 * An observer threw, or its payload type did not fit the event. The event's other observers are not affected.
 *
 * <p>Fired once for each event that an observer failed on; no {@link EmitterError} is fired in addition. The log has at most
 * one such failure of each observer a second, and how many there were beside it. A call that takes longer than
 * {@code observer.timeout} counts as failed when that time is over, whether it returns or not.
 *
 * <pre>{@code
 * void failed(@Observes ObserverFailed failure) { log.error(failure.observer(), failure.cause()); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param event the event, with its payload
 * @param observer the method, as {@code com.example.Orders.placed(com.example.Order)}
 * @param attempt counts from 1
 * @param cause what the observer threw; the {@link PayloadMismatchException}; or an {@link EmitterException} that says that
 *     {@code observer.timeout} was over, or that the executor of asynchronous observers refused the call
 */
public record ObserverFailed(String channel, RethinkEvent event, String observer, int attempt, Throwable cause)
        implements LifecycleEvent {}
