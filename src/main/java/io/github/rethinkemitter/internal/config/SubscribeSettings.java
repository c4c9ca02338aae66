package io.github.rethinkemitter.internal.config;

import java.time.Duration;

/**
 * How events are followed.
 *
 * @param loopback whether this server observes its own events
 * @param resumeOverlap how far before its position a feed is opened again
 * @param orderWait how long a missing event is waited for that its publisher does not repeat any more
 * @param repeatWait how long a missing event is waited for that its publisher may still repeat
 * @param bufferSize events that may wait for the observers, those of a backlog apart, which are bounded by a multiple of it
 * @param feedQueueSize {@code changefeed_queue_size} on the server
 * @param auditInterval how often the feed is checked to have brought the newest events
 * @param position where the subscription begins
 */
public record SubscribeSettings(
        boolean loopback,
        Duration resumeOverlap,
        Duration orderWait,
        Duration repeatWait,
        int bufferSize,
        int feedQueueSize,
        Duration auditInterval,
        PositionSettings position) {}
