package io.github.rethinkemitter;

import java.time.Instant;

/**
 * A call of an observer has not returned for longer than {@code observer.warn-after}, or has not begun in that time because
 * the executor of asynchronous observers has no thread for it. Fired once for each such call; {@link ObserverReturned}
 * follows if it ever returns.
 *
 * <pre>{@code
 * void stuck(@Observes ObserverStuck stuck) { health.degraded(stuck.observer() + " since " + stuck.since()); }
 * void back(@Observes ObserverReturned back) { health.ok(back.observer()); }
 * }</pre>
 *
 * <p>Other observers are not affected: they get this event and the next ones. The observer itself gets its next events, in
 * their order, when the call returns. As many of them wait for it as {@code subscribe.buffer-size} and
 * {@code subscribe.buffer-bytes} say. What comes beyond that is not handed to it by this process; it counts as not handled,
 * and comes again after a restart where a {@code subscriber} name is set.
 *
 * <p>To end such calls set {@code observer.timeout}.
 *
 * @param channel the channel's name; empty for the default channel
 * @param observer the name that {@link OnFailure} gives it, or else the method, as
 *     {@code com.example.Orders.placed(com.example.Order)}
 * @param event the event it was called with, with its payload
 * @param since when the call began, by this server's clock
 */
public record ObserverStuck(String channel, String observer, RethinkEvent event, Instant since)
        implements LifecycleEvent {}
