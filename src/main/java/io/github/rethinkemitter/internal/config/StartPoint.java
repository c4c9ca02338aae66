package io.github.rethinkemitter.internal.config;

import java.time.Instant;

/** Where a subscription begins that has no position yet. */
public sealed interface StartPoint {

    /** What is stored from now on. */
    record Now() implements StartPoint {}

    /** All that is in the table. */
    record Earliest() implements StartPoint {}

    /** What the database stored at this time or later. */
    record At(Instant time) implements StartPoint {}
}
