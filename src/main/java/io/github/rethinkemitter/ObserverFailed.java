package io.github.rethinkemitter;

/**
 * An observer threw, or its payload type did not fit the event. The event's other observers are not affected.
 *
 * <pre>{@code
 * void failed(@Observes ObserverFailed failure) { log.error(failure.observer(), failure.cause()); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param event the event, with its payload
 * @param observer the method, as {@code com.example.Orders.placed(com.example.Order)}
 * @param attempt counts from 1
 * @param cause what the observer threw, or the {@link PayloadMismatchException}
 */
public record ObserverFailed(String channel, RethinkEvent event, String observer, int attempt, Throwable cause)
        implements LifecycleEvent {}
