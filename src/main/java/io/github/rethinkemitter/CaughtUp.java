package io.github.rethinkemitter;

/**
 * The channel has handed all events to observers that were stored while it was away. Those that follow are live.
 *
 * <pre>{@code
 * void current(@Observes CaughtUp event) { log.info("caught up on " + event.count() + " events"); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param count how many events were read from the timeline
 */
public record CaughtUp(String channel, long count) implements LifecycleEvent {}
