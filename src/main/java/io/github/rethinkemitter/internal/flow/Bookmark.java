package io.github.rethinkemitter.internal.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far a lasting subscription has come: which events were handled, so that a restart continues behind them.
 *
 * @param position every event whose {@code ts} is older was handled
 * @param from events that are older are not read again
 * @param start when the subscription began; events that were stored then and are older do not belong to it
 * @param startRecorded whether {@code marks} lists every publisher that had events when the subscription began. If so, an
 *     older event of a publisher that is not listed was committed late and is delivered
 * @param marks up to which number each publisher's events were handled, by its {@code src}
 * @param seen documents without a number that were handled and are not older than {@code from}. One that is written has
 *     only those that were not in the bookmarks before it
 * @param whole whether every event that was handled is covered: the bookmark was written at an orderly stop
 * @param crashes so many processes in a row have ended out of order, none of which had handed out all that the one before it may have
 *     handled
 */
public record Bookmark(
        Instant position,
        Instant from,
        Instant start,
        boolean startRecorded,
        Map<String, Mark> marks,
        List<Seen> seen,
        boolean whole,
        int crashes) {

    public Bookmark {
        marks = Map.copyOf(marks);
        seen = List.copyOf(seen);
    }

    /** The same bookmark, when events may have been handled that it does not cover. */
    public Bookmark incomplete() {
        return new Bookmark(position, from, start, startRecorded, marks, seen, false, crashes);
    }

    /** The same bookmark, written after so many crashes. */
    public Bookmark after(int someCrashes) {
        return new Bookmark(position, from, start, startRecorded, marks, seen, whole, someCrashes);
    }

    /**
     * One publisher: all numbers below {@code next} were handled, except for the gaps.
     *
     * @param newest the newest {@code ts} among its handled events
     */
    public record Mark(long next, List<Gap> gaps, Instant newest) {
        public Mark {
            gaps = List.copyOf(gaps);
        }
    }

    /** Numbers that were skipped, {@code first} to {@code last}. An event with one of them still counts as new. */
    public record Gap(long first, long last) {}

    /** A document without a number. */
    public record Seen(Instant ts, String id) {}
}
