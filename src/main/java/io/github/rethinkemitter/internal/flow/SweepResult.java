package io.github.rethinkemitter.internal.flow;

import java.time.Instant;

/** What became of a {@link SweepOrder}. */
public sealed interface SweepResult {

    /** Every event that is old enough is deleted. */
    record Clean(long deleted) implements SweepResult {}

    /**
     * Events older than the oldest lasting position are deleted; a subscriber still needs the others.
     *
     * @param subscriber the name of the subscriber that has the oldest position; empty when it is not known
     * @param position the oldest lasting position: only older events were deleted
     */
    record HeldBack(long deleted, String subscriber, Instant position) implements SweepResult {}

    /** There is more to delete than one order may delete: give the order again. */
    record Unfinished(long deleted) implements SweepResult {}

    /** Another server is deleting, or did so a moment ago. */
    record LeftToAnother() implements SweepResult {}
}
