package io.github.rethinkemitter.internal.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a subscription begins.
 *
 * @param subscriber the name under which the position lasts; null when it ends with this process
 * @param start for a subscription without a position
 * @param onHistoryLost for one whose position needs events that were deleted
 */
public record PositionSettings(@Nullable String subscriber, StartPoint start, HistoryLost onHistoryLost) {

    /** How to go on when events that a position needs were deleted. */
    public enum HistoryLost {
        /** With what is stored from now on. */
        LATEST,
        /** With the oldest that is left. */
        EARLIEST,
        /** Not at all, until somebody decides. */
        FAIL
    }
}
