package io.github.rethinkemitter;

/**
 * The channel has handed out all events that were stored while it was away; what follows is live.
 *
 * <pre>{@code
 * void current(@Observes CaughtUp event) { log.info(event.count() + " events were made up for"); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param count how many events were read from the timeline
 */
public record CaughtUp(String channel, long count) implements LifecycleEvent {}
