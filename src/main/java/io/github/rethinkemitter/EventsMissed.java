package io.github.rethinkemitter;

import java.time.Instant;

/**
 * Events exist, or existed, that this server will not observe. Not fired for an interruption after which all events are
 * observed.
 *
 * <pre>{@code
 * void missed(@Observes EventsMissed event) { caches.clear(); log.error(event.cause()); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param count how many are known to be missing; 0 when only the time is known, because history was deleted
 * @param from not before this time
 * @param to not after this time
 * @param cause why, for a log
 */
public record EventsMissed(String channel, long count, Instant from, Instant to, String cause)
        implements LifecycleEvent {}
