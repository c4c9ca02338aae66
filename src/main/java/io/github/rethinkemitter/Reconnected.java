package io.github.rethinkemitter;

import java.time.Duration;

/**
 * The channel is connected and its subscription active again, after a {@link Disconnected}.
 *
 * <pre>{@code
 * void back(@Observes Reconnected event) { log.info("was away for " + event.downtime()); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param downtime how long it was interrupted
 */
public record Reconnected(String channel, Duration downtime) implements LifecycleEvent {}
