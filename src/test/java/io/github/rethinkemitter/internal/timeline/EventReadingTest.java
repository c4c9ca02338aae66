package io.github.rethinkemitter.internal.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.flow.DocumentRange;
import io.github.rethinkemitter.internal.flow.DocumentRange.Place;
import io.github.rethinkemitter.internal.flow.Refused;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages neither skip nor repeat events, in whatever order an index brings those of the same time. */
@Timeout(60)
class EventReadingTest {

    private static final Instant END = Instant.ofEpochMilli(1_000_000);

    private final AtomicLong nanos = new AtomicLong();
    private Runnable whileConnecting = () -> {};

    private EventReading reading(ShuffledTable table, DocumentRange range) {
        var connections = new TimelineConnections() {
            @Override
            public TimelineReader connect() {
                table.open++;
                whileConnecting.run();
                return table;
            }

            @Override
            public void close(TimelineReader reader) {
                reader.close();
            }
        };
        var context = new TimelineContext(
                connections,
                new TimelineFailures("the default channel"),
                Duration.ofSeconds(1),
                // Too long for a test, unless an answer resets it.
                () -> ExponentialBackoff.random(Duration.ofMillis(1), Duration.ofHours(1)),
                nanos::get);
        return new EventReading(new ReplacedConnection(context), range, event -> true);
    }

    private static List<String> all(EventReading reading) {
        var ids = new ArrayList<String>();
        reading.forEachRemaining(event -> ids.add(event.id()));
        return ids;
    }

    private static DocumentRange range(boolean newestFirst) {
        return new DocumentRange(Instant.EPOCH, END, newestFirst, null);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void allDocumentsComeOnceAndInOrderAlsoWhenCallsFail(long seed) {
        var random = new Random(seed);
        var table = new ShuffledTable(random, true);
        int times = List.of(1, 3, 40, 2_000).get(random.nextInt(4));
        int count = List.of(0, 15, 16, 17, 3_000, 25_000).get(random.nextInt(6));
        for (int id = 0; id < count; id++) {
            table.add(id, random.nextInt(times), random.nextInt(20) == 0 ? 400_000 : 100);
        }
        for (boolean newestFirst : List.of(false, true)) {
            var range = range(newestFirst);

            assertThat(all(reading(table, range))).containsExactlyElementsOf(table.ids(range));
            assertThat(table.open).isZero();
        }
        assertThat(table.failures > 0).as("calls have failed").isEqualTo(count > 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void documentsThatAreStoredMeanwhileComeOnceWhenTheyAreNewer(long seed) {
        var random = new Random(seed);
        var table = new ShuffledTable(random, false);
        for (int id = 0; id < 2_000; id++) {
            table.add(id, id / 30, 100);
        }
        var added = new AtomicLong(2_000);
        table.beforeEachCall = () -> {
            for (int i = 0; i < 20 && added.get() < 4_000; i++) {
                table.add((int) added.getAndIncrement(), table.newest().toEpochMilli() + random.nextInt(2), 100);
            }
        };

        var ids = all(reading(table, range(false)));

        assertThat(ids).containsExactlyElementsOf(table.ids(range(false)));
        assertThat(added).hasValue(4_000);
    }

    @Test
    void noMoreDocumentsThanFitIntoAPortionAreReadTogether() {
        var table = new ShuffledTable(new Random(1), false);
        for (int id = 0; id < 2_000; id++) {
            table.add(id, id, id < 1_900 ? 10 : DocumentPages.PORTION / 4);
        }
        table.add(2_000, 2_000, 100 * DocumentPages.PORTION);

        assertThat(all(reading(table, range(false)))).hasSize(2_001);

        assertThat(table.portions.subList(0, 4)).containsExactly(15, 63, 255, 999);
        assertThat(table.portions.get(table.portions.size() - 1)).isEqualTo(1);
        assertThat(table.portions.subList(5, table.portions.size())).allMatch(size -> size <= 4);
    }

    @Test
    void thePagesOfLargeDocumentsAreSmall() {
        var table = new ShuffledTable(new Random(1), false);
        for (int id = 0; id < 400; id++) {
            table.add(id, id, DocumentPages.PORTION / 4);
        }

        assertThat(all(reading(table, range(false)))).hasSize(400);

        assertThat(table.pageSizes.subList(0, 12)).allMatch(size -> size <= 32);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void documentsOfOneTimeThatDoNotFitIntoAPageAreReadByTheirIdsAndThenTheTimeIsPassed(boolean newestFirst) {
        var table = new ShuffledTable(new Random(1), false);
        for (int id = 0; id < 2 * DocumentPages.MOST_AT_ONE_TIME + 5; id++) {
            table.add(id, 7, 1);
        }
        var range = range(newestFirst);

        assertThat(all(reading(table, range))).containsExactlyElementsOf(table.ids(range));

        assertThat(table.ranges).hasSize(2);
        assertThat(table.ranges.get(1).after()).isEqualTo(new Place(Instant.ofEpochMilli(7), null));
    }

    @Test
    void documentsOfTheSameTimeThatCameWhileTheirTimeWasReadAreReadToo() {
        var table = new ShuffledTable(new Random(1), false);
        for (int id = 0; id < 20; id++) {
            table.add(id, 7, 100);
        }
        var reading = reading(table, range(false));
        reading.next();
        for (int id = 20; id < 200; id++) {
            table.add(id, 7, 100);
        }

        assertThat(all(reading))
                .containsExactlyElementsOf(table.ids(range(false)).subList(1, 200));
    }

    // As a publisher does with an event that was committed late.
    @ParameterizedTest
    @CsvSource({
        "50, false, '0,1,2,4,5,6,7,8,9,3'",
        "50, true, '3,9,8,7,6,5,4,2,1,0'",
        "2000000, false, '0,1,2,4,5,6,7,8,9'",
        "2000000, true, '9,8,7,6,5,4,2,1,0'"
    })
    void anEventThatIsGivenANewerTimeAfterItsKeyWasReadComesOnce(long newer, boolean newestFirst, String expected) {
        var table = new ShuffledTable(new Random(1), false);
        for (int id = 0; id < 10; id++) {
            table.add(id, id, 100);
        }
        table.beforeEachCall = () -> {
            if (table.pageSizes.size() == 1) { // the page is read, and no document is yet
                table.move(3, newer);
            }
        };

        assertThat(String.join(",", all(reading(table, range(newestFirst))))).isEqualTo(expected);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAskedForAsLongAsAQueryMayTake() {
        var table = new ShuffledTable(new Random(1), false);
        var calls = new AtomicLong();
        table.beforeEachCall = () -> {
            calls.incrementAndGet();
            nanos.addAndGet(Duration.ofMillis(300).toNanos());
            throw new IOException("no answer");
        };
        var reading = reading(table, range(false));

        assertThatThrownBy(reading::hasNext)
                .isInstanceOf(EmitterException.class)
                .hasMessage("RTH0641 the timeline of the default channel cannot be read: no answer. See the cause, and"
                        + " call again");
        assertThat(calls).hasValue(4);
        assertThat(table.open).isZero();
    }

    private static final class Refusal extends IOException implements Refused {
        private static final long serialVersionUID = 1L;

        Refusal() {
            super("no right");
        }
    }

    @Test
    void aRefusalIsToldAtOnce() {
        var table = new ShuffledTable(new Random(1), false);
        table.beforeEachCall = () -> {
            throw new Refusal();
        };

        assertThatThrownBy(reading(table, range(false))::hasNext)
                .hasMessageStartingWith("RTH0641 the timeline of the default channel cannot be read: no right")
                .hasCauseInstanceOf(Refusal.class);
        assertThat(table.open).isZero();
    }

    @Test
    void aClosedReadingHasNoMoreEvents() {
        var table = new ShuffledTable(new Random(1), false);
        for (int id = 0; id < 10; id++) {
            table.add(id, id, 100);
        }
        var reading = reading(table, range(false));
        StoredEvent first = reading.next();

        reading.close();

        assertThat(first.id()).isEqualTo("0");
        assertThat(reading.hasNext()).isFalse();
        assertThat(table.open).isZero();
    }

    @Test
    void aReadingThatIsClosedWhileItConnectsLeavesNoConnection() {
        var table = new ShuffledTable(new Random(1), false);
        table.add(1, 1, 100);
        var reading = reading(table, range(false));
        whileConnecting = reading::close;

        assertThat(reading.hasNext()).isFalse();
        assertThat(table.open).isZero();
    }
}
