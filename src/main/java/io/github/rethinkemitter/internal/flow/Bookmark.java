package io.github.rethinkemitter.internal.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How far a lasting subscription has come: what was handled, so that a restart goes on behind it.
 *
 * @param position the {@code ts} before which everything that came was handled
 * @param from what is older than this is not read again
 * @param start where the subscription once began; what was stored then and is older was never its own
 * @param joined whether the marks tell all that was stored then: what is older and of an unknown publisher is not of then
 * @param marks where each publisher stood, by its {@code src}
 * @param seen documents without a number that were handled, as far as they were worth writing down
 * @param whole whether nothing was handled that this does not tell: it was written at an orderly stop
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

    /** The same, when something may have been handled that this does not tell. */
    public Bookmark incomplete() {
        return new Bookmark(position, from, start, joined, marks, seen, false);
    }

    /**
     * One publisher: all numbers below {@code next} were handled, but for the gaps.
     *
     * @param newest the newest {@code ts} of it
     */
    public record Mark(long next, List<Gap> gaps, Instant newest) {
        public Mark {
            gaps = List.copyOf(gaps);
        }
    }

    /** Numbers that were passed, and still count as new: {@code first} to {@code last}. */
    public record Gap(long first, long last) {}

    /** A document without a number. */
    public record Seen(Instant ts, String id) {}
}
