package io.github.rethinkemitter.internal.rethink.query;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a changefeed has brought all that is in the table. A feed stays open and silent for what is inserted while its
 * index is missing, and nothing tells whether the index was missing. So the documents that it brings are counted by the
 * second of their {@code ts}, and the database is asked now and then how many there are since the last proof. Used by one
 * thread.
 *
 * <p>The range that is counted ends a little before the present, since what is just being written has not come yet, and
 * earlier where documents come with older times, as from servers whose clocks differ. A count that differs may be of a moment
 * at which the feed was behind: the feed is given time to bring the rest, and the database is asked a second time.
 */
public final class FeedAudit {

    private static final long SETTLES = 2; // seconds in which what was written has come, as a rule
    private static final long LATEST = 60; // seconds for which the range ends before the present at most
    private static final long AGAIN = 5; // seconds before the last proof that are counted again, for what came late
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();
    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();
    private static final int MANY = 10_000; // documents, after which it is time to ask, so that no question is long
    private static final int ATTEMPTS = 2;
    private static final int ATTEMPTS_WITH_MORE = 5; // where the feed brought what the table does not have
    private static final long FAR = 30; // seconds: a feed that brings what is so much newer is not behind

    private final long interval;
    private final Map<Long, Integer> counts = new HashMap<>(); // documents that came and are still there, by second
    private long first; // the feed has nothing of earlier seconds
    private long proven; // all earlier seconds were complete
    private Instant serverTime = Instant.MIN; // when it was last told
    private long toldAt;
    private long askedAt;
    private int since; // documents that came since it was asked last
    private int noticed; // of these, when it was last looked
    private long lively; // when it was last looked and some had come
    private long newest = Long.MIN_VALUE; // second, of all that came
    private long
            late; // how many seconds before the present the times of documents were that came since it was asked last
    private long lateBefore; // the same, before that
    private @Nullable Question question; // that the feed has not met yet
    private int attempts;

    /** All documents with {@code first <= second < end}: how many the database has, once it has answered. */
    public record Question(long first, long end, @Nullable Long count) {

        public Instant from() {
            return Instant.ofEpochSecond(first);
        }

        public Instant to() {
            return Instant.ofEpochSecond(end);
        }
    }

    /** What the database answers. */
    public record Census(Object tableId, Instant now, long count) {}

    /** What is to be done. */
    public enum Step {
        NOTHING,
        ASK,
        /** The feed has brought all before {@link #provenUpTo}. */
        PROVEN,
        /** It has not brought all, though it had the time. */
        DEAF
    }

    public FeedAudit(Duration interval) {
        this.interval = Math.max(1, interval.toNanos());
    }

    /**
     * A feed begins.
     *
     * @param from what is older does not come
     * @param opened the database's time before the feed was opened: what it has stored by then comes as a whole
     */
    public void begin(Instant from, Instant opened, long now) {
        first = from.getEpochSecond() + 1;
        proven = opened.getEpochSecond();
        serverTime = opened;
        toldAt = now;
        askedAt = now;
    }

    /** A document came. */
    void came(@Nullable Instant ts) {
        count(ts, 1);
        since++;
        if (ts != null) {
            newest = Math.max(newest, ts.getEpochSecond());
        }
    }

    /** It came live: how old its time is by now. */
    void cameLive(@Nullable Instant ts, long now) {
        if (ts != null) {
            late = Math.max(late, Math.min(LATEST, present(now) - ts.getEpochSecond()));
        }
    }

    private long present(long now) {
        return serverTime.plusNanos(now - toldAt).getEpochSecond();
    }

    /** A document that came before is there no longer, or has another time. */
    void went(@Nullable Instant ts) {
        count(ts, -1);
    }

    private void count(@Nullable Instant ts, int change) {
        if (ts != null && ts.getEpochSecond() >= Math.max(first, proven - AGAIN)) {
            counts.merge(ts.getEpochSecond(), change, Integer::sum);
        }
    }

    public Instant provenUpTo() {
        return Instant.ofEpochSecond(proven);
    }

    /** How long until {@link #next} may have something to do by the mere passing of time. */
    public long nanosUntilDue(long now) {
        if (question == null) {
            return Math.max(0, (since >= MANY ? SHORTEST : interval) - (now - askedAt));
        }
        return question.count() == null ? Long.MAX_VALUE : Math.max(0, PATIENCE - (now - askedAt));
    }

    /** What is to be done now, when all that has come was handed out. */
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

    // To open a feed anew that has much to bring would only put it further behind.
    private boolean isBehind(Question asked, long now) {
        if (since != noticed) {
            noticed = since;
            lively = now;
        }
        return now - lively < PATIENCE && newest < asked.end() + FAR;
    }

    /** The next range to be counted; null when there is nothing new to prove yet. */
    @Nullable
    public Question ask(long now) {
        askedAt = now;
        since = 0;
        noticed = 0;
        long end = present(now) - SETTLES - Math.max(late, lateBefore);
        lateBefore = late;
        late = 0;
        long begin = Math.max(first, proven - AGAIN);
        question = end > Math.max(begin, proven) ? new Question(begin, end, null) : null;
        return question;
    }

    /** Takes the answer; false when the database's clock was set back, so that new documents may be older than what the feed brings. */
    public boolean answered(Census census, long now) {
        serverTime = census.now();
        toldAt = now;
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
        counts.keySet().removeIf(second -> second < proven - AGAIN);
    }
}
