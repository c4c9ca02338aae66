package io.github.rethinkemitter;

/**
 * The channel is connected for the first time since it started, and the database has confirmed its subscription: events
 * stored from now on will be observed. A channel without observers fires it when its connection is open.
 *
 * <pre>{@code
 * void ready(@Observes Connected event) { readiness.up(); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 */
public record Connected(String channel) implements LifecycleEvent {}
