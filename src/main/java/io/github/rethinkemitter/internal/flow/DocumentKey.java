package io.github.rethinkemitter.internal.flow;

import java.time.Instant;

/**
 * Where a stored document is in the timeline.
 *
 * @param id primary key as JSON, since other writers choose numbers, flags, times and arrays too
 * @param ts its time. The database rounds the times of all writers to a millisecond
 * @param weight how many characters the document has as JSON
 */
public record DocumentKey(String id, Instant ts, long weight) {}
