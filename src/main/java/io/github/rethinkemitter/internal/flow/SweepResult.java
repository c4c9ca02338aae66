package io.github.rethinkemitter.internal.flow;

import java.time.Instant;

/** What became of a {@link SweepOrder}. */
public sealed interface SweepResult {

    /** Everything that is old enough is gone. */
    record Clean(long deleted) implements SweepResult {}

    /**
     * What is older than the oldest lasting position is gone; the rest is still needed.
     *
     * @param subscriber whose position it is; empty when that is not known
     * @param position nothing that is not older was deleted
     */
    record HeldBack(long deleted, String subscriber, Instant position) implements SweepResult {}

    /** There is more to delete than one order may: give it again. */
    record Unfinished(long deleted) implements SweepResult {}

    /** Another server is at it, or was a moment ago. */
    record LeftToAnother() implements SweepResult {}
}
