package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A range of a backlog, {@code from <= ts < to}, on its way from the table into a sieve. */
final class SliceRead implements AutoCloseable {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final double TOO_MUCH = 4; // times what may be held

    private final Feed stored;
    private final SliceBuffer sieve;
    private final Instant from;
    private final Instant to;
    private boolean anything;
    private boolean givenUp;
    private @Nullable FeedItem end; // null while more may come

    SliceRead(Timeline timeline, Instant from, Instant to, SliceBuffer sieve) throws IOException {
        this.stored = timeline.read(from, to);
        this.sieve = sieve;
        this.from = from;
        this.to = to;
    }

    /** Takes what has come so far. */
    void goOn() throws InterruptedException {
        take(Duration.ZERO);
    }

    /** Waits for the rest. */
    void finish() throws IOException, InterruptedException {
        while (end == null && !givenUp) {
            take(IDLE);
        }
        if (end instanceof FeedItem.Ended ended) {
            throw ended.cause();
        }
    }

    private void take(Duration patience) throws InterruptedException {
        while (end == null && !givenUp) {
            FeedItem item = stored.poll(patience);
            if (item == null) {
                return;
            }
            if (item instanceof FeedItem.Initial initial) {
                anything = true;
                sieve.add(initial.event());
                givenUp = sieve.fill() > TOO_MUCH && width().compareTo(SHORTEST) > 0;
            } else if (item instanceof FeedItem.Ready || item instanceof FeedItem.Ended) {
                end = item;
            }
        }
    }

    /** Whether there is so much more than may be held that a narrower range is cheaper than the rest of this one. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether the table has nothing in this range, not even what was had. */
    boolean isEmpty() {
        return !anything;
    }

    SliceBuffer sieve() {
        return sieve;
    }

    Duration width() {
        return Duration.between(from, to);
    }

    /** Whether all of the range is in the sieve. */
    boolean isWhole() {
        return !givenUp && !sieve.isCut();
    }

    /** Everything in the range that is older than this is in the sieve. */
    Instant complete() {
        if (givenUp) {
            return from;
        }
        return sieve.isCut() ? sieve.complete() : to;
    }

    @Override
    public void close() {
        stored.close();
    }
}
