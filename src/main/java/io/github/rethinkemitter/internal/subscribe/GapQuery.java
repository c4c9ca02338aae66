package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.TableReader.Wanted;

/**
 * Asks the table for the events of one publisher that are missing before an event that came.
 *
 * @param settledBefore up to which number the publisher was known to have an outcome when the query was sent. An answer says
 *     nothing about numbers that had none then
 */
record GapQuery(Wanted wanted, Kind kind, long settledBefore) {

    enum Kind {
        /** The publisher is new and its first event has a later number: which earlier events belong to this subscription? */
        INTRODUCTION,
        /** A hole did not close by itself at once. */
        EARLY,
        /** A hole is skipped when this query does not find its events. */
        LAST
    }
}
