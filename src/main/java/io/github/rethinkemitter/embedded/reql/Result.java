package io.github.rethinkemitter.embedded.reql;

/** The result of a query: a single reply, or a cursor. */
public sealed interface Result {
    /** The only reply. */
    record Done(Reply reply) implements Result {}

    /** A cursor, from which nothing was fetched yet. */
    record Open(Cursor cursor) implements Result {}
}
