package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.PartialSession;
import io.github.rethinkemitter.internal.flow.PendingAnswer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.subscribe.Backlog.Slice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final Duration OVERLAP = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Table table = new Table();

    @Test
    void theNextSliceIsReadWhileOneIsHandedOut() throws Exception {
        table.add(1000, 10, 10);
        var backlog = backlog(100);

        Slice first = backlog.next();
        int begun = table.reads.size();
        backlog.readOn();

        assertThat(first.events()).isNotEmpty();
        assertThat(table.reads.get(begun - 1).from).isEqualTo(first.end());
        assertThat(table.reads.get(begun - 1).rows).isEmpty();
        assertThat(backlog.next().events().get(0).ts()).isEqualTo(first.end());
    }

    @Test
    void afterASliceThatFittedTwoFurtherOnesAreBegun() throws Exception {
        table.add(1000, 10, 1);
        var backlog = backlog(100);

        Slice first = backlog.next();
        backlog.readOn();

        var ahead = table.reads.subList(1, table.reads.size());
        assertThat(ahead).extracting(read -> read.from).containsExactly(first.end(), ahead.get(0).to);
        assertThat(ahead.get(0).rows).isEmpty();
        assertThat(ahead.get(1).taken).isZero();
    }

    @Test
    void readsThatAreAheadAreDroppedWhenASliceHasTooManyEvents() throws Exception {
        table.add(200, 10, 1);
        IntStream.range(0, 3000).forEach(i -> table.add(200 + i, 2000 + i / 3, ""));

        List<Slice> slices = all(backlog(100));

        assertThat(events(slices)).containsExactlyElementsOf(table.rows);
        assertThat(slices).extracting(Slice::end).isSorted();
        assertThat(table.reads).anyMatch(read -> read.closed && read.taken == 0);
        assertThat(table.reads).allMatch(read -> read.closed);
    }

    @Test
    void allEventsComeInOrderInSlicesThatFitIntoTheBuffer() throws Exception {
        table.add(2000, 10, 7);
        var backlog = backlog(100);

        List<Slice> slices = all(backlog);

        assertThat(slices).allMatch(slice -> slice.events().size() <= 100).hasSizeLessThan(40);
        assertThat(events(slices)).containsExactlyElementsOf(table.rows);
        assertThat(slices)
                .extracting(slice -> slice.completeBefore(slice.end()))
                .isSorted();
    }

    @Test
    void fewHeavyEventsFillASliceToo() throws Exception {
        String heavy = "x".repeat(1000);
        IntStream.range(0, 300).forEach(i -> table.add(i, 10 * i, heavy));
        var backlog = new Backlog(table, Instant.EPOCH, () -> buffer(new BufferLimit(1000, 20_000)), OVERLAP);

        List<Slice> slices = all(backlog);

        assertThat(slices).allMatch(slice -> slice.events().size() <= 20_000 / 1256);
        assertThat(events(slices)).containsExactlyElementsOf(table.rows);
    }

    @Test
    void eventsOfOneMillisecondStayInOneSlice() throws Exception {
        IntStream.range(0, 500).forEach(i -> table.add(i, 1000 + i / 250, ""));
        table.add(500, 5000, "");

        List<Slice> slices = all(backlog(100));

        assertThat(events(slices)).containsExactlyElementsOf(table.rows);
        assertThat(slices.stream().map(slice -> slice.events().size())).contains(250);
    }

    @Test
    void emptyTimesAreSkippedWithFewQueries() throws Exception {
        table.add(1000, 10, 10);
        table.time = table.time.plus(Duration.ofDays(4000));

        List<Slice> slices = all(backlog(100));

        assertThat(events(slices)).hasSize(1000);
        assertThat(table.queries).isLessThan(10);
        assertThat(slices).hasSizeLessThan(40);
    }

    @Test
    void theBacklogEndsThoughNewEventsComeAllTheTime() throws Exception {
        table.add(5000, 1, 5);
        table.time = FakeTime.BASE.plusMillis(1000);
        table.perQuery = Duration.ofMillis(2);

        List<Slice> slices = all(backlog(1000));

        assertThat(slices).hasSizeLessThan(20);
        assertThat(slices.get(slices.size() - 1).end()).isBeforeOrEqualTo(table.time);
    }

    @Test
    void aFailureOfReadingAheadComesAfterTheSliceThatWasRead() throws Exception {
        table.add(1000, 10, 10);
        var backlog = backlog(100);

        Slice first = backlog.next();
        table.failsAfter = 3;
        for (int i = 0; i < 3; i++) {
            backlog.readOn();
        }

        assertThat(first.events()).isNotEmpty();
        assertThatThrownBy(() -> all(backlog)).isInstanceOf(IOException.class).hasMessage("cut");
    }

    @Test
    void aRangeWithFarTooManyEventsIsGivenUp() throws Exception {
        IntStream.range(0, 5000).forEach(i -> table.add(i, i / 10, ""));

        List<Slice> slices = all(backlog(100));

        assertThat(table.reads.get(0).taken).isLessThan(500);
        assertThat(events(slices)).containsExactlyElementsOf(table.rows);
    }

    @Test
    void aRangeThatMayStillGainEventsCountsAsIncomplete() throws Exception {
        table.add(1000, 10, 10);
        table.time = FakeTime.BASE.plusSeconds(20);

        List<Slice> slices = all(backlog(100));

        assertThat(slices).allMatch(slice -> slice.incompleteFrom().equals(table.time));
        assertThat(slices.get(0).completeBefore(FakeTime.BASE)).isEqualTo(FakeTime.BASE);
    }

    private Backlog backlog(int events) {
        return new Backlog(table, Instant.EPOCH, () -> buffer(new BufferLimit(events, 1 << 20)), OVERLAP);
    }

    private static SliceBuffer buffer(BufferLimit limit) {
        return new SliceBuffer(event -> true, limit);
    }

    private static List<Slice> all(Backlog backlog) throws IOException, InterruptedException {
        List<Slice> slices = new ArrayList<>();
        for (Slice slice = backlog.next(); slice != null; slice = backlog.next()) {
            slices.add(slice);
            backlog.readOn();
            assertThat(slices).hasSizeLessThan(1000);
        }
        return slices;
    }

    private static List<StoredEvent> events(List<Slice> slices) {
        return slices.stream().flatMap(slice -> slice.events().stream()).toList();
    }

    /** Rows in the order of their time; a read brings the last one first. */
    private static final class Table extends PartialSession implements TableReader {

        @Override
        public List<FeedItem.Malformed> withInvalidTime(int atMost) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Feed follow(Instant from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PendingAnswer<List<StoredEvent>> find(Wanted wanted) {
            throw new UnsupportedOperationException();
        }

        private final List<StoredEvent> rows = new ArrayList<>();
        private final List<Rows> reads = new ArrayList<>();
        private Instant time = FakeTime.BASE.plus(HOUR);
        private Duration perQuery = Duration.ZERO;
        private int queries;
        private int failsAfter = Integer.MAX_VALUE;

        void add(int count, int everyMillis, int perMoment) {
            IntStream.range(0, count).forEach(i -> add(i, everyMillis * (i / perMoment), ""));
        }

        void add(int number, int millis, String args) {
            Instant ts = FakeTime.BASE.plusMillis(millis);
            rows.add(new StoredEvent("id" + number, ts, "a", number + 1L, "topic", args, true, null));
        }

        @Override
        public Instant now() {
            queries++;
            time = time.plus(perQuery);
            return time;
        }

        @Override
        public Instant oldest(Instant from) {
            queries++;
            return rows.stream()
                    .map(StoredEvent::ts)
                    .filter(ts -> !ts.isBefore(from))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Feed read(Instant from, Instant to) {
            assertThat(to).isBeforeOrEqualTo(time);
            var read = new Rows(from, to);
            reads.add(read);
            return read;
        }

        private final class Rows implements Feed {

            private final Instant from;
            private final ArrayDeque<StoredEvent> rows = new ArrayDeque<>();
            private final Instant to;
            private int taken;
            private boolean closed;

            private Rows(Instant from, Instant to) {
                this.from = from;
                this.to = to;
                Table.this.rows.stream()
                        .filter(event ->
                                !event.ts().isBefore(from) && event.ts().isBefore(to))
                        .forEach(rows::addFirst);
            }

            @Override
            public FeedItem poll(Duration timeout) {
                if (failsAfter-- <= 0) {
                    return new FeedItem.Ended(new IOException("cut"));
                }
                taken++;
                return rows.isEmpty() ? new FeedItem.Ready() : new FeedItem.Initial(rows.remove());
            }

            @Override
            public void close() {
                closed = true;
            }
        }
    }
}
