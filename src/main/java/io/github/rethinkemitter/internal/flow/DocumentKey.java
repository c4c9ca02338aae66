package io.github.rethinkemitter.internal.flow;

import java.time.Instant;

/**
 * Where a stored document is in the timeline.
 *
 * @param id primary key as JSON, since other writers choose numbers, flags, times and arrays too
 * @param seconds its {@code ts} since 1970, exactly as the database has it: other writers may be more precise than a millisecond
 * @param weight how many characters the document has as JSON
 */
public record DocumentKey(String id, double seconds, long weight) {

    /** Its {@code ts}, or a little earlier than that: the millisecond in which it is. */
    public Instant ts() {
        return Instant.ofEpochMilli((long) Math.floor(seconds * 1000));
    }
}
