package io.github.rethinkemitter.embedded.reql;

/** What a query gives: one reply, or a cursor with more to fetch. */
public sealed interface Result {
    /** The one and only reply. */
    record Done(Reply reply) implements Result {}

    /** A cursor, nothing fetched yet. */
    record Open(Cursor cursor) implements Result {}
}
