package io.github.rethinkemitter;

import java.time.Duration;
import java.time.Instant;

/**
 * A call for which {@link ObserverStuck} was fired has returned, normally or by an exception; in the latter case
 * {@link ObserverFailed} is fired, too. The observer gets the events that wait for it, in their order.
 *
 * @param channel the channel's name; empty for the default channel
 * @param observer the name that {@link OnFailure} gives it, or else the method, as
 *     {@code com.example.Orders.placed(com.example.Order)}
 * @param event the event it was called with, with its payload
 * @param since when the call began, by this server's clock; the same as in {@link ObserverStuck}
 * @param duration how long the call took
 */
public record ObserverReturned(String channel, String observer, RethinkEvent event, Instant since, Duration duration)
        implements LifecycleEvent {}
