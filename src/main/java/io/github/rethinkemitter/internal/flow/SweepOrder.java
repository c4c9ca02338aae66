package io.github.rethinkemitter.internal.flow;

import java.time.Duration;

/**
 * Which events to delete.
 *
 * @param age how old an event must be, by the database's clock
 * @param every how often the order is given; there is nothing to do if another server swept less than half of this ago
 * @param hard whether events are deleted that a lasting position still needs
 * @param owner identifies the server that sweeps; the table has one lease, so one server sweeps at a time
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
