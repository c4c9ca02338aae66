package io.github.rethinkemitter.internal.flow;

/** What became of a {@link SweepOrder}. */
public sealed interface SweepResult {

    /** Everything that is old enough is gone. */
    record Clean(long deleted) implements SweepResult {}

    /** What is older than the oldest lasting position is gone; the rest is still needed. */
    record HeldBack(long deleted) implements SweepResult {}

    /** There is more to delete than one order may: give it again. */
    record Unfinished(long deleted) implements SweepResult {}

    /** Another server is at it, or was a moment ago. */
    record LeftToAnother() implements SweepResult {}
}
