package io.github.rethinkemitter;

/**
 * The channel lost its connection or its subscription. Triggered events wait in the queue, and the channel tries to get
 * back until it succeeds or is stopped.
 *
 * <pre>{@code
 * void lost(@Observes Disconnected event) { log.warn("no events: " + event.cause().getMessage()); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param cause why
 */
public record Disconnected(String channel, Throwable cause) implements LifecycleEvent {}
