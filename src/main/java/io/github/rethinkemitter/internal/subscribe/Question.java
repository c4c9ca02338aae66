package io.github.rethinkemitter.internal.subscribe;

import java.time.Instant;

/** Asks the table for the events of one publisher that are missing before one that came. */
record Question(String src, long first, long last, Instant since, Kind kind) {

    enum Kind {
        /** A publisher not known before, in the middle of its sequence: what of it belongs to this subscription? */
        INTRODUCTION,
        /** A hole that did not close by itself at once. */
        EARLY,
        /** A hole that is passed when this finds nothing. */
        LAST
    }
}
