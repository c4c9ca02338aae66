package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.flow.Feed.Taker;
import io.github.rethinkemitter.internal.flow.FeedItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartsTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long LONG = TimeUnit.SECONDS.toNanos(30);

    private final Scripted server = new Scripted();
    private final Parts parts = parts(Duration.ZERO);

    private Parts parts(Duration step) {
        return new Parts(server, 1, (json, frame, into) -> {}, null, new Pace(step));
    }

    @Test
    void theNextPartIsAskedForBeforeALargeOneIsRead() {
        parts.begin("term", LIMIT);

        server.last().partArrived.run();

        assertThat(server.asked).hasSize(2);
    }

    @Test
    void aSlowReaderHoldsTwoPartsAndTheOneThatHeReads() throws Exception {
        parts.begin("term", LIMIT);
        server.arrives("a");
        server.arrives("b");
        assertThat(server.asked).hasSize(2);

        assertThat(parts.next(0, null)).isEqualTo(rows("a"));
        assertThat(server.asked).hasSize(3);
        server.arrives("c");

        assertThat(server.asked).hasSize(3);
        assertThat(parts.next(0, null)).isEqualTo(rows("b"));
        assertThat(parts.next(0, null)).isEqualTo(rows("c"));
        assertThat(parts.next(0, null)).isNull();
    }

    @Test
    void theNextPartIsAskedForWhenTheRowsOfASmallOneAreHandedOut() throws Exception {
        var asked = new ArrayList<Integer>();
        parts.begin("term", LIMIT);
        var reading = new Reading(parts, new Recording("a") {
            @Override
            public void flush() {
                asked.add(server.asked.size());
            }
        });

        server.last().answer.complete(response(ResponseType.SUCCESS_PARTIAL, "a"));

        assertThat(asked).containsExactly(1);
        assertThat(server.asked).hasSize(2);
        assertThat(reading.rows).isNotDone();
        parts.close();
    }

    @Test
    void aSmallPartIsNotFollowedWhileASlowReaderHoldsTwo() throws Exception {
        parts.begin("term", LIMIT);
        server.last().answer.complete(response(ResponseType.SUCCESS_PARTIAL, "a"));

        server.last().answer.complete(response(ResponseType.SUCCESS_PARTIAL, "b"));

        assertThat(server.asked).hasSize(2);
        assertThat(parts.next(0, null)).isEqualTo(rows("a"));
        assertThat(server.asked).hasSize(3);
    }

    @Test
    void aBusySequenceIsAskedAtAPace() throws Exception {
        Parts busy = parts(Duration.ofHours(1));
        busy.begin("term", LIMIT);
        for (int i = 1; i < Pace.AT_ONCE; i++) {
            server.arrives("row " + i);
            assertThat(busy.next(0, null)).isEqualTo(rows("row " + i));
        }
        assertThat(server.asked).hasSize(Pace.AT_ONCE);

        server.arrives("last");

        assertThat(busy.next(0, null)).isEqualTo(rows("last"));
        assertThat(busy.next(1_000, null)).isNull();
        assertThat(server.asked).hasSize(Pace.AT_ONCE);
    }

    @Test
    void whenTheTimeHasComeTheReaderAsks() throws Exception {
        Parts busy = parts(Duration.ofMillis(1));
        busy.begin("term", LIMIT);
        for (int i = 1; i < 3 * Pace.AT_ONCE; i++) {
            server.arrives("row " + i);
            assertThat(busy.next(LONG, null)).isEqualTo(rows("row " + i));
            int count = i + 1;
            await().until(() -> busy.next(1_000_000, null) == null && server.asked.size() == count);
        }
    }

    @Test
    void aSleepingReaderIsOnlyWokenForWhatIsNotTaken() throws Exception {
        var taker = new Recording("a", "b", "d");
        parts.begin("term", LIMIT);
        var reading = new Reading(parts, taker);

        server.arrives("a", "b");
        assertThat(taker.taken).containsExactly("a", "b", "flush");
        assertThat(reading.rows).isNotDone();
        server.arrives("d", "c", "d");

        assertThat(reading.rows.get(30, TimeUnit.SECONDS)).isEqualTo(rows("c", "d"));
        assertThat(taker.taken).containsExactly("a", "b", "flush", "d", "flush");
        server.arrives("a");
        assertThat(taker.taken).hasSize(5);
        assertThat(parts.next(0, taker)).isEqualTo(rows("a"));
    }

    @Test
    void aTakerThatFailsEndsTheSequence() throws Exception {
        var bug = new IllegalStateException("bug");
        parts.begin("term", LIMIT);
        var reading = new Reading(parts, new Recording() {
            @Override
            public boolean takes(FeedItem item) {
                throw bug;
            }
        });

        server.arrives("a");

        assertThat(reading.rows)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingRootCause()
                .isSameAs(bug);
    }

    @Test
    void theEndComesAfterAllThatArrivedAndEachTime() throws Exception {
        parts.begin("term", LIMIT);
        server.arrives("a");
        server.last().answer.completeExceptionally(new IOException("lost"));

        assertThat(parts.next(0, null)).isEqualTo(rows("a"));
        assertThatThrownBy(() -> parts.next(0, null)).hasMessage("lost");
        assertThatThrownBy(() -> parts.next(LONG, null)).hasMessage("lost");
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void theLastPartIsFollowedByNothing() throws Exception {
        parts.begin("term", LIMIT);

        server.last().answer.complete(response(ResponseType.SUCCESS_SEQUENCE, "a"));

        assertThat(parts.next(0, null)).isEqualTo(rows("a"));
        assertThatThrownBy(() -> parts.next(0, null)).isInstanceOf(Parts.Complete.class);
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void closingEndsItAtOnce() throws Exception {
        parts.begin("term", LIMIT);
        server.arrives("a");

        parts.close();
        parts.close();

        assertThatThrownBy(() -> parts.next(LONG, null)).hasMessageContaining("RTH0231");
        assertThat(server.stopped).hasSize(1);
        server.arrives("b");
        assertThatThrownBy(() -> parts.next(0, null)).hasMessageContaining("RTH0231");
    }

    private static List<Object> rows(String... ids) {
        return Stream.of(ids).map(PartsTest::row).toList();
    }

    private static Object row(String id) {
        return new FeedItem.Malformed(id, "");
    }

    private static Response response(ResponseType type, String... ids) {
        return new Response(1, type, rows(ids), List.of(), null, null, null);
    }

    private record Asked(CompletableFuture<Response> answer, Runnable partArrived) {}

    private static final class Scripted implements Parts.Server {

        private final List<Asked> asked = new ArrayList<>();
        private final List<String> stopped = new ArrayList<>();
        private int answered;

        @Override
        public CompletableFuture<Response> send(RawQuery query, Rows rows, Duration atMost, Runnable partArrived) {
            asked.add(new Asked(new CompletableFuture<>(), partArrived));
            return last().answer;
        }

        @Override
        public void stop(long token, IOException cause) {
            stopped.add(token + " " + cause.getMessage());
        }

        @Override
        public String where() {
            return "here";
        }

        private Asked last() {
            return asked.get(asked.size() - 1);
        }

        /** The first part that was asked for and has not arrived. */
        private void arrives(String... ids) {
            Asked next = asked.get(answered++);
            next.partArrived.run();
            next.answer.complete(response(ResponseType.SUCCESS_PARTIAL, ids));
        }
    }

    /** Takes some, and writes down what it was given to do. */
    private static class Recording implements Taker {

        private final List<String> taken = new ArrayList<>();
        private final List<String> wanted;

        Recording(String... wanted) {
            this.wanted = List.of(wanted);
        }

        @Override
        public boolean takes(FeedItem item) {
            String id = ((FeedItem.Malformed) item).id();
            return wanted.contains(id) && taken.add(id);
        }

        @Override
        public void flush() {
            taken.add("flush");
        }
    }

    /** A reader on a thread of its own, asleep. */
    private static final class Reading {

        private final CompletableFuture<List<Object>> rows = new CompletableFuture<>();

        Reading(Parts parts, Taker taker) {
            var thread = new Thread(() -> {
                try {
                    rows.complete(parts.next(LONG, taker));
                } catch (IOException | InterruptedException e) {
                    rows.completeExceptionally(e);
                }
            });
            thread.start();
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }
    }
}
