package io.github.rethinkemitter.internal.rethink;

import static io.github.rethinkemitter.internal.rethink.Stores.PATIENCE;
import static io.github.rethinkemitter.internal.rethink.Stores.awaitReady;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Rejected;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader.Wanted;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.support.server.ContractTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a session does with a server that is well. */
@ContractTest
class SessionTest extends SessionFixture {

    private static final int EVENTS = Integer.getInteger("rethink.test.events", 10_000);

    @Test
    void anInsertedEventComesThroughTheFeed() throws Exception {
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);

            InsertResult result = insert(events.batchOf("[\"t\",{\"a\":[1,\"x[y]\",[]]},[\"\\\"[\"]]"));
            FeedItem item = feed.poll(PATIENCE);

            StoredEvent event = live(item);
            assertThat(event.args()).isEqualTo("[\"t\",{\"a\":[1,\"x[y]\",[]]},[\"\\\"[\"]]");
            assertThat(event.src()).isEqualTo(events.src);
            assertThat(event.seq()).isEqualTo(1);
            assertThat(verdicts(result)).containsExactly(new Verdict.Stored(event.ts()));
        }
    }

    @Test
    void eventsOfOnePublisherArriveInOrder() throws Exception {
        int displaced = displaced(new ShardIds(), EVENTS);

        assertThat(displaced).isZero();
    }

    @Test
    void withRandomIdsEventsOfOnePublisherArriveDisplaced() throws Exception {
        int displaced = displaced(() -> UUID.randomUUID().toString(), 10_000);

        assertThat(displaced).isPositive();
    }

    @Test
    void anInsertThatIsRepeatedIsStoredOnceAndKeepsItsTime() throws Exception {
        Batch batch = events.batch(300);

        List<Verdict> first = verdicts(insert(batch));
        List<Verdict> second = verdicts(insert(batch));

        assertThat(first).hasSize(300).allMatch(Verdict.Stored.class::isInstance);
        assertThat(second).isEqualTo(first);
        assertThat(find(1, 300)).hasSize(300);
    }

    @Test
    void aRefusedEventDoesNotHarmItsNeighbours() throws Exception {
        Events tooLong = new Events(() -> "x".repeat(200));
        List<OutgoingEvent> drafts = List.of(
                events.next("[\"t\",1]"),
                tooLong.next("[\"t\",2]"),
                events.next("[\"t\",3]"),
                tooLong.next("[\"t\",4]"));

        List<Verdict> verdicts = verdicts(insert(new Batch(drafts)));

        assertThat(verdicts.get(0)).isInstanceOf(Verdict.Stored.class);
        assertThat(verdicts.get(2)).isInstanceOf(Verdict.Stored.class);
        assertThat(List.of(verdicts.get(1), verdicts.get(3)))
                .allSatisfy(verdict ->
                        assertThat(((Verdict.Refused) verdict).reason()).startsWith("Primary key too long"));
    }

    @Test
    void anEventWhoseIdAnotherDocumentHasIsRefused() throws Exception {
        insert(new Batch(List.of(new Events(() -> "taken").next("[\"t\",1]"))));

        List<Verdict> verdicts = verdicts(insert(new Batch(List.of(new Events(() -> "taken").next("[\"t\",2]")))));

        assertThat(verdicts).containsExactly(new Verdict.Refused("another document has the id \"taken\""));
    }

    @Test
    void aBatchThatIsNoReqlIsRejectedAsAWhole() throws Exception {
        InsertResult result = insert(new Events().batchOf("[\"t\",{\"$reql_type$\":\"TIME\"}]"));

        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(session.now()).isNotNull();
    }

    @Test
    void deepAndOddArgumentsComeBackAsTheyWere() throws Exception {
        String deep = "[\"t\"," + "[".repeat(2_000) + "]".repeat(2_000) + "]";
        String odd = "[\"t\",\"\\u0000 \\\" [ ] 😀\",{\"\":null},-1.5e-7,true]";
        insert(new Batch(List.of(events.next(deep), events.next(odd))));

        List<StoredEvent> found = find(1, 2);

        assertThat(found).extracting(StoredEvent::args).contains(deep);
        assertThat(found)
                .anySatisfy(event -> assertThat(event.args()).contains("\\u0000", "[ ] 😀", "{\"\":null}", "true"));
    }

    @Test
    void rawHeadersAndKeyComeBackExactly() throws Exception {
        insert(new Batch(List.of(events.next(new EncodedEvent(
                new Topic("t"),
                "[\"t\",9007199254740992]",
                "[\"t\",9007199254740993]",
                "{\"a\":\"[b]\"}",
                "\u0001\"[k]ü😀")))));

        StoredEvent event = find(1, 1).get(0);

        assertThat(event.args()).isEqualTo("[\"t\",9007199254740993]");
        assertThat(event.exact()).isTrue();
        assertThat(event.headers()).isEqualTo("{\"a\":\"[b]\"}");
        assertThat(event.key()).isEqualTo("\u0001\"[k]ü😀");
    }

    @Test
    void storedEventsFromTheGivenTimeOnComeFirstAsInitialOnes() throws Exception {
        insert(events.batch(3));
        Instant between = ((Verdict.Stored) verdicts(insert(events.batch(2))).get(0)).at();

        try (Feed feed = reader.follow(between)) {
            List<FeedItem> items = new ArrayList<>();
            do {
                items.add(feed.poll(PATIENCE));
            } while (!(items.get(items.size() - 1) instanceof FeedItem.Ready));

            assertThat(items).filteredOn(FeedItem.Initial.class::isInstance).hasSizeBetween(2, 5);
            assertThat(items).filteredOn(FeedItem.Live.class::isInstance).isEmpty();
        }
    }

    @Test
    void findReturnsOnlyNumbersAndTimesOfItsRange() throws Exception {
        insert(events.batch(500));
        insert(new Events().batch(500));

        assertThat(find(100, 102)).extracting(StoredEvent::seq).containsExactlyInAnyOrder(100L, 101L, 102L);
        assertThat(find(1, 500)).hasSize(500);
        Instant now = session.now();
        assertThat(reader.find(new Wanted(events.src, 1, 500, now.plusSeconds(60), now.plusSeconds(90)))
                        .await())
                .isEmpty();
        assertThat(reader.find(new Wanted(events.src, 1, 500, now.minusSeconds(90), now.minusSeconds(60)))
                        .await())
                .isEmpty();
    }

    @Test
    void deletionsAndUpdatesAreNoEvents() throws Exception {
        insert(new Events(() -> "a").batch(1));
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);
            outside.value("r.table('events').get('a').update({args: ['u']})");
            outside.value("r.table('events').get('a').delete()");
            insert(new Events(() -> "b").batch(1));

            FeedItem item = feed.poll(PATIENCE);
            assertThat(live(item).id()).isEqualTo("b");
        }
    }

    @Test
    void aFeedThatIsNotReadReportsThatItLostEvents() throws Exception {
        stores.feedQueueSize = 20;
        reader = stores.openReader();
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);
            insert(new Events().batch(3_000));

            boolean told = false;
            while (!told) {
                FeedItem item = feed.poll(PATIENCE);
                assertThat(item).isNotNull();
                told = item instanceof FeedItem.Overflowed;
            }
        }
    }

    @Test
    void aFeedWhoseTableWasReplacedEndsWithTheNameOfTheTable() throws Exception {
        stores.auditInterval = Duration.ofMillis(100);
        reader = stores.openReader();
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);
            outside.value("r.tableCreate('other')");
            outside.value("r.table('other').indexCreate('ts')");
            outside.value("r.table('other').indexWait('ts')");
            outside.value("r.table('events').config().update({name: 'before'})");
            outside.value("r.table('other').config().update({name: 'events'})");

            FeedItem item;
            do {
                item = feed.poll(PATIENCE);
            } while (item == null || item instanceof FeedItem.Proven);

            assertThat(((FeedItem.Ended) item).cause())
                    .hasMessageStartingWith("RTH0228 table \"" + stores.db + ".events\" is another one than before");
        }
    }

    private int displaced(Supplier<String> ids, int count) throws Exception {
        Events events = new Events(ids);
        List<Long> seqs = new ArrayList<>();
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);
            Semaphore inFlight = new Semaphore(4);
            Thread publisher = new Thread(() -> {
                for (int i = 0; i < count / 200; i++) {
                    inFlight.acquireUninterruptibly();
                    session.insert(events.batch(200)).thenRun(inFlight::release);
                }
            });
            publisher.start();
            while (seqs.size() < count) {
                FeedItem item = feed.poll(PATIENCE);
                assertThat(item).isInstanceOf(FeedItem.Live.class);
                seqs.add(live(item).seq());
            }
            publisher.join();
        }
        int displaced = 0;
        for (int i = 0; i < seqs.size(); i++) {
            if (seqs.get(i) != i + 1) {
                displaced++;
            }
        }
        return displaced;
    }
}
