package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Answered;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import io.github.rethinkemitter.support.server.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session does with events that are one document. */
@ContractTest
class PackedSessionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ShardIds ids = new ShardIds();
    private final Events events = new Events();
    private TestServer server;
    private Stores stores;
    private Session session;
    private TableReader reader;

    @BeforeEach
    void open(TestDb db) throws Exception {
        server = db.server();
        stores = new Stores(db);
        session = stores.open();
        reader = stores.openReader();
    }

    @AfterEach
    void closeAll() {
        stores.close();
    }

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

    private List<Verdict> insert(Batch batch) throws Exception {
        return verdicts(SessionTest.insert(session, batch));
    }

    private static List<Verdict> verdicts(InsertResult result) {
        return ((Answered) result).verdicts();
    }

    private static StoredEvent next(Feed feed) throws Exception {
        FeedItem item = feed.poll(PATIENCE);
        while (item instanceof FeedItem.Proven) {
            item = feed.poll(PATIENCE);
        }
        assertThat(item).isInstanceOf(FeedItem.Live.class);
        return ((FeedItem.Live) item).event();
    }

    private List<StoredEvent> find(long first, long last) throws Exception {
        return reader.find(Stores.wanted(events.src, first, last)).await();
    }

    @Test
    void theEventsOfAPackComeThroughTheFeedInTheirOrder() throws Exception {
        String text = "x\"\\\u2028\u0000[😀]";
        try (Feed feed = reader.follow(session.now())) {
            SessionTest.awaitReady(feed);
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

            List<Verdict> verdicts = insert(pack);

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
            SessionTest.awaitReady(feed);
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

        List<Verdict> first = insert(pack);
        List<Verdict> second = insert(pack);

        assertThat(first).hasSize(512).allMatch(Verdict.Stored.class::isInstance);
        assertThat(second).isEqualTo(first);
        assertThat(find(1, 512)).hasSize(512);
    }

    @Test
    void aPackWhoseIdAnotherDocumentHasIsRefusedAsAWhole() throws Exception {
        Batch pack = pack(8);
        insert(new Batch(List.of(new Events(pack::packId).next("[\"t\"]"))));

        assertThat(insert(pack))
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
        try (RawClient client = server.outside(stores.db)) {
            client.value("r.table('events').update({ts: r.ISO8601('2020-01-01T00:00:00Z')})");
        }

        List<Verdict> verdicts =
                verdicts(session.restamp(pack).toCompletableFuture().get(30, TimeUnit.SECONDS));

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

        try (RawClient client = server.outside(stores.db)) {
            assertThat(client.value("r.table('events').filter(r.row('topics').contains('b')).count()"))
                    .hasToString("1");
            assertThat(client.value("r.table('events')('topics')(0).coerceTo('array')"))
                    .hasToString("[\"a\",\"b\"]");
            assertThat(client.value("r.table('events').map(r.json(r.row('events'))).coerceTo('array')"))
                    .hasToString("[[[\"a\"],[\"b\"],[\"a\"]]]");
        }
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
