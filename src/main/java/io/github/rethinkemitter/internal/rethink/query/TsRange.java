package io.github.rethinkemitter.internal.rethink.query;

import java.time.Instant;

/**
 * The times that an event may have: those of the years 1970 to 9999. Every range over the index {@code ts} is made here, so
 * that none has a bound of another type.
 *
 * <p>The database orders values of different types by the names of the types. Between {@code r.minval} and {@code r.maxval}, before
 * and behind all times, there may therefore be numbers, texts, flags and arrays that another writer has put into {@code ts}. Times
 * may also be outside of these years, since the database accepts any number of seconds. None of these values is an event's time: no
 * feed brings such a document, no look-up finds it, and no sweep deletes it.
 */
final class TsRange {

    /** The first time that an event may have. */
    static final Instant FIRST = Instant.EPOCH;

    /** The first time that is too late for an event. */
    static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private TsRange() {}

    static boolean holds(Instant ts) {
        return !ts.isBefore(FIRST) && ts.isBefore(END);
    }

    /** A time as a term. A time that no event may have becomes the nearest bound. */
    static String time(Instant time) {
        Instant near = time.isBefore(FIRST) ? FIRST : time.isAfter(END) ? END : time;
        return "[101,[" + Reql.seconds(near.toEpochMilli()) + "]]";
    }

    /** {@code table.between(from, END, {index: 'ts'})} */
    static String since(String table, Instant from) {
        return between(table, from, END);
    }

    /** {@code table.between(from, to, {index: 'ts'})}, where {@code from} is in the range and {@code to} is not. */
    static String between(String table, Instant from, Instant to) {
        return until(table, from, time(to));
    }

    /** The same with an end that is a term, whose value must be a time. */
    static String until(String table, Instant from, String to) {
        return between(table, time(from), to);
    }

    /** The documents with {@code ts < to} that are not before a time, which is the first of them if it is closed. */
    static String behind(String table, Instant time, boolean closed, Instant to) {
        return withBounds(between(table, time(time), time(to)), closed ? "closed" : "open", "open");
    }

    /** The documents with {@code from <= ts} that are not behind a time, which is the last of them if it is closed. */
    static String upTo(String table, Instant from, Instant time, boolean closed) {
        return withBounds(between(table, time(from), time(time)), "closed", closed ? "closed" : "open");
    }

    /** The documents of one time. */
    static String at(String table, Instant time) {
        return withBounds(between(table, time(time), time(time)), "closed", "closed");
    }

    private static String withBounds(String between, String left, String right) {
        String beforeOptionsEnd = between.substring(0, between.length() - "}]".length());
        return beforeOptionsEnd + ",\"left_bound\":\"" + left + "\",\"right_bound\":\"" + right + "\"}]";
    }

    /** Documents of the index that no range of times holds, at most {@code some} on each side. */
    static String outside(String table, int some) {
        return "[44,[" + limited(between(table, "[180,[]]", time(FIRST)), some) + ","
                + limited(between(table, time(END), "[181,[]]"), some) + "]]";
    }

    private static String limited(String sequence, int most) {
        return "[71,[" + sequence + "," + most + "]]";
    }

    private static String between(String table, String from, String to) {
        return "[182,[" + table + "," + from + "," + to + "],{\"index\":\"ts\"}]";
    }
}
