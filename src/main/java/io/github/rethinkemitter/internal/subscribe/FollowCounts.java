package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.ChannelStatus.Following.Phase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscriber has come. See {@link io.github.rethinkemitter.ChannelStatus.Following}.
 *
 * @param sinceProof how long ago a feed has proven last that it is whole; null when none has
 * @param provenUpTo null when no feed has proven anything
 * @param handledUpTo null before the subscription has begun
 * @param held events that wait behind holes
 * @param lastEvent null when no event was read
 * @param received events that were given to the sink
 */
public record FollowCounts(
        Phase phase,
        @Nullable Duration sinceProof,
        @Nullable Instant provenUpTo,
        @Nullable Instant handledUpTo,
        Duration lag,
        long held,
        @Nullable Instant lastEvent,
        long received,
        long missed) {}
