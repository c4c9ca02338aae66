package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Timeline.Wanted;

/**
 * Asks the table for the events of one publisher that are missing before one that came.
 *
 * @param settled up to which number its publisher was known to be done when this was asked; what becomes known afterwards says
 *     nothing about what the answer does not have
 */
record GapQuery(Wanted wanted, Kind kind, long settled) {

    enum Kind {
        /** A publisher not known before, in the middle of its sequence: what of it belongs to this subscription? */
        INTRODUCTION,
        /** A hole that did not close by itself at once. */
        EARLY,
        /** A hole that is passed when this finds nothing. */
        LAST
    }
}
