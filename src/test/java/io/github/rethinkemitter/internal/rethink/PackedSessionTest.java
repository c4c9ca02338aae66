package io.github.rethinkemitter.internal.rethink;

import static io.github.rethinkemitter.internal.rethink.Stores.PATIENCE;
import static io.github.rethinkemitter.internal.rethink.Stores.awaitReady;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.support.server.ContractTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a session does with events that are one document. */
@ContractTest
class PackedSessionTest extends SessionFixture {

    private final ShardIds ids = new ShardIds();

    private Batch pack(int size, IntFunction<EncodedEvent> content) {
        String id = ids.get();
        List<OutgoingEvent> packed = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            OutgoingEvent next = events.next(content.apply(i));
            packed.add(new OutgoingEvent(id + "." + i, next.src(), next.seq(), next.content(), i == 0 ? 0L : null));
        }
        return new Batch(packed, id);
    }

    private Batch pack(int size) {
        return pack(size, i -> new EncodedEvent(new Topic("t" + i), "[\"t" + i + "\"," + i + "]", null, null));
    }

    private static StoredEvent next(Feed feed) throws Exception {
        FeedItem item = feed.poll(PATIENCE);
        while (item instanceof FeedItem.Proven) {
            item = feed.poll(PATIENCE);
        }
        assertThat(item).isInstanceOf(FeedItem.Live.class);
        return live(item);
    }

    @Test
    void theEventsOfAPackComeThroughTheFeedInTheirOrder() throws Exception {
        String text = "x\"\\\u2028\u0000[😀]";
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);
            Batch pack = pack(
                    3,
                    i -> i == 1
                            ? new EncodedEvent(new Topic("b"), "[\"b\",1]", "[\"b\",1.00]", "{\"trace\":\"\\\"1\"}")
                            : new EncodedEvent(
                                    new Topic("a"),
                                    "[\"a\",\"" + text.replace("\"\\\u2028\u0000", "\\\"\\\\\u2028\\u0000") + "\"]",
                                    null,
                                    null,
                                    text.replace("\u0000", "") + i));

            List<Verdict> verdicts = verdicts(insert(pack));

            List<StoredEvent> came = new ArrayList<>();
            while (came.size() < 3) {
                came.add(next(feed));
            }
            assertThat(came).extracting(StoredEvent::topic).containsExactly("a", "b", "a");
            assertThat(came).extracting(StoredEvent::seq).containsExactly(1L, 2L, 3L);
            assertThat(came).extracting(StoredEvent::settled).containsExactly(0L, -1L, -1L);
            assertThat(came).extracting(StoredEvent::src).containsOnly(events.src);
            for (int i = 0; i < 3; i++) {
                OutgoingEvent sent = pack.events().get(i);
                assertThat(came.get(i).id()).isEqualTo(sent.id());
                assertThat(came.get(i).args()).isEqualTo(sent.content().exactText());
                assertThat(came.get(i).headers()).isEqualTo(sent.content().headers());
                assertThat(came.get(i).key()).isEqualTo(sent.content().key());
                assertThat(verdicts.get(i))
                        .isEqualTo(new Verdict.Stored(came.get(i).ts()));
            }
        }
    }

    @Test
    void packsThatAreSentBesideEachOtherComeInTheirOrder() throws Exception {
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);
            List<CompletableFuture<InsertResult>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(session.insert(pack(50)).toCompletableFuture());
            }

            List<Long> seqs = new ArrayList<>();
            while (seqs.size() < 2_000) {
                seqs.add(next(feed).seq());
            }

            assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, 2_000).boxed().toList());
            for (CompletableFuture<InsertResult> answer : answers) {
                assertThat(verdicts(answer.get(30, TimeUnit.SECONDS))).hasSize(50);
            }
        }
    }

    @Test
    void aPackThatIsSentAgainIsStoredOnceAndKeepsItsTime() throws Exception {
        Batch pack = pack(512);

        List<Verdict> first = verdicts(insert(pack));
        List<Verdict> second = verdicts(insert(pack));

        assertThat(first).hasSize(512).allMatch(Verdict.Stored.class::isInstance);
        assertThat(second).isEqualTo(first);
        assertThat(find(1, 512)).hasSize(512);
    }

    @Test
    void aPackWhoseIdAnotherDocumentHasIsRefusedAsAWhole() throws Exception {
        Batch pack = pack(8);
        insert(new Batch(List.of(new Events(pack::packId).next("[\"t\"]"))));

        assertThat(verdicts(insert(pack)))
                .hasSize(8)
                .containsOnly(new Verdict.Refused("another document has the id \"" + pack.packId() + "\""));
    }

    @Test
    void packsAreFoundByTheNumbersOfAnyOfTheirEvents() throws Exception {
        insert(pack(10));
        insert(events.batch(2));
        insert(pack(10));

        assertThat(seqs(find(10, 10))).contains(10L).doesNotContain(11L, 13L);
        assertThat(seqs(find(11, 12))).containsExactlyInAnyOrder(11L, 12L);
        assertThat(seqs(find(15, 15))).contains(15L).doesNotContain(10L, 12L);
        assertThat(seqs(find(1, 22))).hasSize(22);
        assertThat(find(23, 30)).isEmpty();
    }

    private static List<Long> seqs(List<StoredEvent> found) {
        return found.stream().map(StoredEvent::seq).toList();
    }

    @Test
    void aPackGetsANewerTimeAsAWhole() throws Exception {
        Batch pack = pack(8);
        insert(pack);
        outside.value("r.table('events').update({ts: r.ISO8601('2020-01-01T00:00:00Z')})");

        List<Verdict> verdicts = verdicts(restamp(pack));

        Instant newer = ((Verdict.Stored) verdicts.get(0)).at();
        assertThat(newer).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(verdicts).hasSize(8).containsOnly(new Verdict.Stored(newer));
        assertThat(find(1, 8)).hasSize(8).allMatch(event -> event.ts().equals(newer));
    }

    @Test
    void aPackCanBeQueriedByItsTopicsAndEvents() throws Exception {
        insert(pack(
                3,
                i -> new EncodedEvent(
                        new Topic(i == 1 ? "b" : "a"), "[\"" + (i == 1 ? "b" : "a") + "\"]", null, null)));

        assertThat(outside.value("r.table('events').filter(r.row('topics').contains('b')).count()"))
                .hasToString("1");
        assertThat(outside.value("r.table('events')('topics')(0).coerceTo('array')"))
                .hasToString("[\"a\",\"b\"]");
        assertThat(outside.value("r.table('events').map(r.json(r.row('events'))).coerceTo('array')"))
                .hasToString("[[[\"a\"],[\"b\"],[\"a\"]]]");
    }

    @Test
    void thePackOfTheMostTopicsIsReadBack() throws Exception {
        insert(pack(10_000));

        List<StoredEvent> found = find(1, 10_000);

        assertThat(found)
                .extracting(StoredEvent::topic)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10_000).mapToObj(i -> "t" + i).toList());
    }
}
