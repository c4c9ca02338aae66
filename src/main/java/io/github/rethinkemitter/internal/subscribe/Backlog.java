package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a timeline that is too long to be held, slice by slice. A slice is a range of {@code ts}: the database reads it in no
 * order, which is six times as fast as in order, and it is sorted here. Ranges become wider or narrower so that their events
 * just fit into a buffer; of a range with more events only the oldest part counts. Up to two slices are read while the one
 * before them is handed out.
 */
final class Backlog implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int AHEAD = 2; // slices: or the database rests between the end of one and the next query

    private final TableReader reader;
    private final Supplier<SliceBuffer> buffers;
    private final Duration latestCommit; // how long after its ts an event may come into the table
    private final SliceWidth width = new SliceWidth();
    private final Deque<SliceRead> reads = new ArrayDeque<>(); // in progress; each begins where the one before it ends
    private Instant next; // where the next read begins
    private Instant present = Instant.MIN; // the database's time when it was asked last
    private Instant incompleteFrom =
            Instant.MAX; // newer events may have come into the table after their slice was read
    private boolean mayBeFar = true; // whether the next event may be much newer than the last one
    private @Nullable IOException failure; // of reading ahead

    /** @param buffers for a slice each; one is filled while another is handed out */
    Backlog(TableReader reader, Instant from, Supplier<SliceBuffer> buffers, Duration latestCommit) {
        this.reader = reader;
        this.next = from;
        this.buffers = buffers;
        this.latestCommit = latestCommit;
    }

    /**
     * A part of the backlog.
     *
     * @param events in order
     * @param end where the next slice begins
     * @param incompleteFrom events that are not older than this may have come into the table after it was read
     */
    record Slice(List<StoredEvent> events, Instant end, Instant incompleteFrom) {

        /** All events that are older than this were in the slices so far, if those of this slice up to a time are taken. */
        Instant completeBefore(Instant taken) {
            return earlier(taken, incompleteFrom);
        }
    }

    /** All events that are older than this were in the slices, except for late commits. Valid when no slice is left. */
    Instant completeBefore() {
        return earlier(next, incompleteFrom);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The next slice; those after it are being read meanwhile. Null when the present is reached. */
    @Nullable
    Slice next() throws IOException, InterruptedException {
        while (isReading()) {
            SliceRead read = reads.element();
            read.finish();
            reads.remove().close();
            width.learn(read);
            if (!read.isWhole()) {
                goBackTo(read.completeBefore());
            }
            if (!read.isGivenUp()) {
                mayBeFar = read.isEmpty();
                var slice = new Slice(read.buffer().take(), read.completeBefore(), incompleteFrom);
                readAhead(read.isWhole() ? AHEAD : 1);
                return slice;
            }
        }
        return null;
    }

    // Begins a read when none is in progress. False when no event is left, or so few that the feed brings them.
    private boolean isReading() throws IOException {
        if (!reads.isEmpty()) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        if (mayBeFar || !next.isBefore(present)) {
            present = reader.now();
            if (isAtEnd()) {
                return false;
            }
        } else {
            askTimeOfFirstIncomplete();
        }
        beginRead();
        return true;
    }

    private boolean isAtEnd() throws IOException {
        return mayBeFar ? !skipToOldest() : isNearPresent();
    }

    // False when there is no event before the present.
    private boolean skipToOldest() throws IOException {
        Instant oldest = reader.oldest(next);
        if (oldest == null || !oldest.isBefore(present)) {
            next = next.isAfter(present) ? next : present;
            return false;
        }
        next = oldest;
        return true;
    }

    // Where events come all the time, a few are always left.
    private boolean isNearPresent() {
        Duration left = Duration.between(next, present);
        return left.compareTo(SOON) < 0 && width.isMuchLongerThan(left);
    }

    // Events that were read are handed out before a failure is thrown, or a backlog would never shrink where
    // connections do not last. For the same reason the end is not looked for here: that may take long.
    private void readAhead(int most) {
        try {
            while (failure == null && !mayBeFar && next.isBefore(present) && reads.size() < atMost(most)) {
                askTimeOfFirstIncomplete();
                beginRead();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    // Two reads only where the time need not be asked in between.
    private int atMost(int most) {
        return isFirstIncomplete(nextEnd()) ? 1 : most;
    }

    // The time is asked before the range is read: events that the read misses come into the table after that time.
    private void askTimeOfFirstIncomplete() throws IOException {
        if (isFirstIncomplete(nextEnd())) {
            present = reader.now();
        }
    }

    private void beginRead() throws IOException {
        Instant end = nextEnd();
        if (isFirstIncomplete(end)) {
            incompleteFrom = present;
        }
        reads.add(new SliceRead(reader, next, end, buffers.get()));
        next = end;
    }

    // Whether a range that ends there is the first one that may still gain events by late commits.
    private boolean isFirstIncomplete(Instant end) {
        return incompleteFrom.equals(Instant.MAX) && end.plus(latestCommit).isAfter(present);
    }

    private Instant nextEnd() {
        return earlier(next.plus(width.get()), present);
    }

    // A slice had too many events. The reads that were begun behind it would leave out its newer part.
    private void goBackTo(Instant completeBefore) {
        close();
        next = completeBefore;
    }

    /** Takes the items of the next slice that have come meanwhile. */
    void readOn() throws InterruptedException {
        if (!reads.isEmpty()) {
            reads.element().readOn();
        }
    }

    @Override
    public void close() {
        reads.forEach(SliceRead::close);
        reads.clear();
    }
}
