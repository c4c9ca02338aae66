package io.github.rethinkemitter.internal.flow;

import java.time.Duration;

/**
 * What to delete.
 *
 * @param age how old an event must be, by the database's clock
 * @param every how often the order is given; less than half of that after another server's sweep there is nothing to do
 * @param hard whether events are deleted that a lasting position still needs
 * @param owner who holds the lease, of which the table has one
 */
public record SweepOrder(Kind kind, Duration age, Duration every, boolean hard, String owner) {

    /** Which events. */
    public enum Kind {
        /** Those of {@code persist=false}. */
        EPHEMERAL,
        /** All. */
        RETENTION
    }
}
