package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.TableReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads one range of a backlog, {@code from <= ts < to}, into a buffer. */
final class SliceRead implements AutoCloseable {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final double TOO_FULL = 4; // times the limit of the buffer

    private final Feed stored;
    private final SliceBuffer buffer;
    private final Instant from;
    private final Instant to;
    private boolean empty = true;
    private boolean givenUp;
    private @Nullable FeedItem end; // null while more may come

    SliceRead(TableReader reader, Instant from, Instant to, SliceBuffer buffer) throws IOException {
        this.stored = reader.read(from, to);
        this.buffer = buffer;
        this.from = from;
        this.to = to;
    }

    /** Takes the items that have come, without waiting for more. */
    void readOn() throws InterruptedException {
        take(Duration.ZERO);
    }

    /** Waits for the rest. */
    void finish() throws IOException, InterruptedException {
        while (!isOver()) {
            take(IDLE);
        }
        if (end instanceof FeedItem.Ended ended) {
            throw ended.cause();
        }
    }

    private boolean isOver() {
        return end != null || givenUp;
    }

    private void take(Duration timeout) throws InterruptedException {
        while (!isOver()) {
            FeedItem item = stored.poll(timeout);
            if (item == null) {
                return;
            }
            if (item instanceof FeedItem.Initial initial) {
                empty = false;
                buffer.add(initial.event());
                givenUp = buffer.wantedFill() > TOO_FULL && width().compareTo(SHORTEST) > 0;
            } else if (item instanceof FeedItem.Ready || item instanceof FeedItem.Ended) {
                end = item;
            }
        }
    }

    /** Whether the range has so many more events than may be held that reading a narrower one costs less than the rest. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether the table has no event in this range, not even one that came before. */
    boolean isEmpty() {
        return empty;
    }

    SliceBuffer buffer() {
        return buffer;
    }

    Duration width() {
        return Duration.between(from, to);
    }

    /** Whether the buffer has all wanted events of the range. */
    boolean isWhole() {
        return !givenUp && !buffer.isCut();
    }

    /** The buffer has all wanted events of the range that are older than this. */
    Instant completeBefore() {
        if (givenUp) {
            return from;
        }
        return buffer.isCut() ? buffer.completeBefore() : to;
    }

    @Override
    public void close() {
        stored.close();
    }
}
