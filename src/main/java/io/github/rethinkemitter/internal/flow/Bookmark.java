package io.github.rethinkemitter.internal.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far a lasting subscription has come: which events were handled, so that a restart continues after them.
 *
 * @param position every event that came with an older {@code ts} was handled
 * @param from events older than this are not read again
 * @param start where the subscription first began; events that were stored by then and are older do not belong to it
 * @param joined whether the marks tell all that was stored then: what is older and of an unknown publisher is not of then
 * @param marks how far each publisher's events were handled, by its {@code src}
 * @param seen handled documents without a number, as far as they may be read again
 * @param whole whether this lists everything that was handled, because it was written at an orderly stop
 */
public record Bookmark(
        Instant position,
        Instant from,
        Instant start,
        boolean joined,
        Map<String, Mark> marks,
        List<Seen> seen,
        boolean whole) {

    public Bookmark {
        marks = Map.copyOf(marks);
        seen = List.copyOf(seen);
    }

    /** The same bookmark, when something may have been handled that it does not list. */
    public Bookmark incomplete() {
        return new Bookmark(position, from, start, joined, marks, seen, false);
    }

    /**
     * One publisher: all numbers below {@code next} were handled, except those in the gaps.
     *
     * @param newest the newest {@code ts} of its handled events
     */
    public record Mark(long next, List<Gap> gaps, Instant newest) {
        public Mark {
            gaps = List.copyOf(gaps);
        }
    }

    /** Missing numbers that were skipped, {@code first} to {@code last}. An event that comes with one still counts as new. */
    public record Gap(long first, long last) {}

    /** A document without a number. */
    public record Seen(Instant ts, String id) {}
}
