package io.github.rethinkemitter;

import java.time.Duration;

/**
 * The channel is about to try to connect again.
 *
 * <pre>{@code
 * void trying(@Observes Reconnecting event) { log.info("attempt " + event.attempt() + " in " + event.delay()); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param attempt counts from 1 since the connection was lost, or since the start
 * @param delay how long it waits before this attempt
 */
public record Reconnecting(String channel, int attempt, Duration delay) implements LifecycleEvent {}
