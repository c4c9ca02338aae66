package io.github.rethinkemitter.internal.rethink.query;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a changefeed has brought all documents of the table. A feed stays open and silent about documents that are inserted while
 * its index is missing, and the database does not say that the index was missing. So the documents that the feed brings are counted by
 * the second of their {@code ts}, and the database is asked now and then how many it has since the last proof. Used by one thread.
 *
 * <p>The range that is counted ends a little before the present, since documents that are just being written have not come yet. It ends
 * earlier where documents come with older times, as from servers whose clocks differ. Where the counts differ, the feed may only be
 * behind: it is given time to bring the rest, and the database is asked a second time.
 */
public final class FeedAudit {

    private static final long SETTLE_SECONDS = 2; // after which documents that were written have come, as a rule
    private static final long MOST_LATE_SECONDS = 60; // for which the range ends before the present at most
    private static final long RECOUNTED_SECONDS = 5; // before the last proof, for documents that came late
    private static final long FAR_SECONDS = 30; // a feed that brings documents so much newer is not behind
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();
    private static final long SHORTEST_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final int MANY = 10_000; // documents after which it is time to ask, so that no answer takes long
    private static final int ATTEMPTS = 2;
    private static final int ATTEMPTS_WITH_MORE = 5; // where the feed brought documents that the table does not have

    private final long interval;
    private final Map<Long, Integer> counts = new HashMap<>(); // documents that came and are still there, by second
    private long first; // second: the feed has nothing earlier
    private long proven; // second: everything earlier was complete
    private Instant serverTime = Instant.MIN; // the database's time in its last answer
    private long answeredAt;
    private long askedAt;
    private int cameSinceAsked; // documents
    private int cameAtLastLook; // the same when isBehind last looked
    private long lastArrival; // when isBehind last found that documents had come
    private long newest = Long.MIN_VALUE; // second, of all documents that came
    private long
            lateness; // seconds by which live documents were older than the present, since the database was last asked
    private long latenessBefore; // the same, between the two times before
    private @Nullable Question question; // for which the counts do not agree yet
    private int attempts;

    /**
     * How many documents are there with {@code first <= second < end}?
     *
     * @param count the database's answer; null while there is none
     */
    public record Question(long first, long end, @Nullable Long count) {

        public Instant from() {
            return Instant.ofEpochSecond(first);
        }

        public Instant to() {
            return Instant.ofEpochSecond(end);
        }
    }

    /** What the database answers: the number of documents, its time, and which table it has counted. */
    public record Census(Object tableId, Instant now, long count) {}

    /** What is to be done. */
    public enum Step {
        NOTHING,
        ASK,
        /** The feed has brought all documents before {@link #provenUpTo}. */
        PROVEN,
        /** The feed has not brought all documents, though it had the time. */
        DEAF
    }

    public FeedAudit(Duration interval) {
        this.interval = Math.max(1, interval.toNanos());
    }

    /**
     * A feed begins.
     *
     * @param from the feed brings no older documents
     * @param opened the database's time before the feed was opened: the feed brings all documents that were stored by then
     */
    public void begin(Instant from, Instant opened, long now) {
        first = from.getEpochSecond() + 1;
        proven = opened.getEpochSecond();
        serverTime = opened;
        answeredAt = now;
        askedAt = now;
    }

    /** A document came. */
    void came(@Nullable Instant ts) {
        count(ts, 1);
        cameSinceAsked++;
        if (ts != null) {
            newest = Math.max(newest, ts.getEpochSecond());
        }
    }

    /** A document came live: its time may be older than the present. */
    void cameLive(@Nullable Instant ts, long now) {
        if (ts != null) {
            lateness = Math.max(lateness, Math.min(MOST_LATE_SECONDS, present(now) - ts.getEpochSecond()));
        }
    }

    private long present(long now) {
        return databaseTime(now).getEpochSecond();
    }

    /** The database's time now, by its last answer. */
    public Instant databaseTime(long now) {
        return serverTime.plusNanos(now - answeredAt);
    }

    /** A document that came earlier was deleted, or has another time now. */
    void went(@Nullable Instant ts) {
        count(ts, -1);
    }

    private void count(@Nullable Instant ts, int change) {
        if (ts != null && ts.getEpochSecond() >= Math.max(first, proven - RECOUNTED_SECONDS)) {
            counts.merge(ts.getEpochSecond(), change, Integer::sum);
        }
    }

    public Instant provenUpTo() {
        return Instant.ofEpochSecond(proven);
    }

    /** How long until {@link #next} may have something to do, if no document and no answer comes. */
    public long nanosUntilDue(long now) {
        if (question == null) {
            return Math.max(0, (cameSinceAsked >= MANY ? SHORTEST_INTERVAL : interval) - (now - askedAt));
        }
        return question.count() == null ? Long.MAX_VALUE : Math.max(0, PATIENCE - (now - askedAt));
    }

    /** What is to be done now. Called when all documents that have come were handed out. */
    public Step next(long now) {
        if (question == null) {
            return nanosUntilDue(now) == 0 ? Step.ASK : Step.NOTHING;
        }
        Long count = question.count();
        if (count == null) {
            return Step.NOTHING;
        }
        if (counted(question) == count) {
            prove(question.end());
            return Step.PROVEN;
        }
        if (now - askedAt < PATIENCE || isBehind(question, now)) {
            return Step.NOTHING;
        }
        int most = counted(question) > count ? ATTEMPTS_WITH_MORE : ATTEMPTS;
        question = null;
        return ++attempts < most ? Step.ASK : Step.DEAF;
    }

    // A feed that is behind is not opened anew: that would only put it further behind.
    private boolean isBehind(Question asked, long now) {
        if (cameSinceAsked != cameAtLastLook) {
            cameAtLastLook = cameSinceAsked;
            lastArrival = now;
        }
        return now - lastArrival < PATIENCE && newest < asked.end() + FAR_SECONDS;
    }

    /** Makes the question for the next range; null when there is nothing new to prove yet. */
    @Nullable
    public Question ask(long now) {
        askedAt = now;
        cameSinceAsked = 0;
        cameAtLastLook = 0;
        long end = present(now) - SETTLE_SECONDS - Math.max(lateness, latenessBefore);
        latenessBefore = lateness;
        lateness = 0;
        long begin = Math.max(first, proven - RECOUNTED_SECONDS);
        question = end > Math.max(begin, proven) ? new Question(begin, end, null) : null;
        return question;
    }

    /**
     * Takes the answer.
     *
     * @return false when the database's clock was set back, so that new documents may be older than those that the feed brings
     */
    public boolean answered(Census census, long now) {
        serverTime = census.now();
        answeredAt = now;
        askedAt = now;
        if (question != null) {
            question = new Question(question.first(), question.end(), census.count());
        }
        return !census.now().isBefore(provenUpTo());
    }

    private long counted(Question range) {
        long counted = 0;
        for (long second = range.first(); second < range.end(); second++) {
            counted += counts.getOrDefault(second, 0);
        }
        return counted;
    }

    private void prove(long end) {
        proven = end;
        question = null;
        attempts = 0;
        counts.keySet().removeIf(second -> second < proven - RECOUNTED_SECONDS);
    }
}
