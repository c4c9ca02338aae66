package io.github.rethinkemitter.internal.rethink;

import static io.github.rethinkemitter.internal.rethink.Stores.PATIENCE;
import static io.github.rethinkemitter.internal.rethink.Stores.awaitReady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.NotPerformed;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.support.server.ContractTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading what is stored, and giving it a newer time. */
@ContractTest
class TableReaderTest extends SessionFixture {

    private static final Instant TEN = Instant.parse("2020-06-01T10:00:00Z");

    @Test
    void aRangeOfStoredEventsIsReadAndThenReady() throws Exception {
        storeAt("before", "09:59:59.999");
        storeAt("first", "10:00:00");
        storeAt("last", "10:59:59.999");
        storeAt("after", "11:00:00");

        List<FeedItem> items = read(TEN, TEN.plusSeconds(3600));

        assertThat(items).last().isInstanceOf(FeedItem.Ready.class);
        assertThat(ids(items.subList(0, items.size() - 1))).containsExactlyInAnyOrder("first", "last");
    }

    @Test
    void anEmptyRangeIsReadyAtOnce() throws Exception {
        storeAt("before", "09:00:00");

        List<FeedItem> items = read(TEN, TEN.plusSeconds(3600));

        assertThat(items).containsExactly(new FeedItem.Ready());
    }

    @Test
    void aRangeOfManyPartsIsReadWhole() throws Exception {
        for (int i = 0; i < 30; i++) {
            insert(events.batch(100));
        }

        List<FeedItem> items = read(Instant.EPOCH, session.now().plusSeconds(1));

        assertThat(items).hasSize(3_001).last().isInstanceOf(FeedItem.Ready.class);
        assertThat(ids(items.subList(0, 3_000))).doesNotHaveDuplicates();
    }

    @Test
    void aRangeReportsTheDocumentsThatAreNoEvents() throws Exception {
        storeAt("good", "10:00:00");
        outside.value("r.table('events').insert({id: 'bad', note: 1, ts: r.iso8601('2020-06-01T10:00:00Z')})");

        List<FeedItem> items = read(TEN, TEN.plusSeconds(1));

        assertThat(items)
                .hasSize(3)
                .anySatisfy(item -> assertThat(item)
                        .isInstanceOfSatisfying(
                                FeedItem.Malformed.class,
                                bad -> assertThat(bad.id()).isEqualTo("bad")));
    }

    @Test
    void theOldestEventIsTheFirstThatIsNotEarlierThanTheTime() throws Exception {
        Instant none = reader.oldest(Instant.EPOCH);
        storeAt("early", "09:00:00");
        storeAt("late", "11:00:00");

        assertThat(none).isNull();
        assertThat(reader.oldest(Instant.EPOCH)).isEqualTo(TEN.minusSeconds(3600));
        assertThat(reader.oldest(TEN.minusSeconds(3600))).isEqualTo(TEN.minusSeconds(3600));
        assertThat(reader.oldest(TEN)).isEqualTo(TEN.plusSeconds(3600));
        assertThat(reader.oldest(TEN.plusSeconds(3601))).isNull();
    }

    @Test
    void aDocumentWithoutTheTimeOfAnEventHindersNoQuery() throws Exception {
        List<String> others = List.of(
                "5",
                "1e15",
                "true",
                "'2020-06-01T10:00:00Z'",
                "[1]",
                "r.epochTime(-0.5)",
                "r.epochTime(-1e303)",
                "r.epochTime(253402300800)",
                "r.epochTime(1e303)");
        for (int i = 0; i < others.size(); i++) {
            outside.value("r.table('events').insert({id: 'other" + i + "', args: ['t'], src: 's', seq: 1, ts: "
                    + others.get(i) + "})");
        }
        storeAt("event", "10:00:00.001");

        assertThat(reader.oldest(Instant.EPOCH)).isEqualTo(TEN.plusMillis(1));
        assertThat(reader.oldest(TEN.plusMillis(2))).isNull();
        assertThat(reader.find(new TableReader.Wanted("s", 1, 1, Instant.MIN, Instant.MAX.minusSeconds(1)))
                        .await())
                .isEmpty();
        assertThat(read(Instant.EPOCH, TEN.plusSeconds(1))).hasSize(2);
        assertThat(reader.withInvalidTime(100))
                .extracting(FeedItem.Malformed::id)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, others.size())
                        .mapToObj(i -> "other" + i)
                        .toList());
        assertThat(reader.withInvalidTime(1))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.problem()).contains("1970"));
        try (Feed feed = reader.follow(Instant.EPOCH)) {
            assertThat(feed.poll(PATIENCE)).isInstanceOf(FeedItem.Initial.class);
            assertThat(feed.poll(PATIENCE)).isInstanceOf(FeedItem.Ready.class);
        }
    }

    @Test
    void everyDocumentThatHasOneOfTheNumbersIsFoundWithAllItsEvents() throws Exception {
        storePacked("early", 1, 3);
        storePacked("middle", 4, 4);
        storePacked("late", 8, 2);
        outside.value("r.table('events').insert({id: 'single', args: ['t'], src: 's', seq: 10, v: 1, ts: "
                + "r.iso8601('2020-06-01T10:00:00Z')})");

        assertThat(found(5, 6)).containsExactly(4L, 5L, 6L, 7L);
        assertThat(found(7, 8)).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(found(3, 3)).containsExactly(1L, 2L, 3L);
        assertThat(found(9, 10)).containsExactly(8L, 9L, 10L);
        assertThat(found(10, 10)).containsExactly(10L);
        assertThat(found(11, 20)).isEmpty();
        try (Feed feed = reader.follow(TEN)) {
            List<FeedItem> items = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                items.add(feed.poll(PATIENCE));
            }
            assertThat(ids(items)).contains("early.0", "early.1", "early.2", "middle.3", "late.1", "single");
        }
    }

    @Test
    void whateverOthersWriteAsNumbersHindersNoLookUp() throws Exception {
        List<String> values = List.of(
                "null", "true", "'text'", "1.5", "-1e308", "1e308", "[1]", "{}", "r.now()", "r.binary('a')", "10001");
        for (String value : values) {
            for (String other : values) {
                outside.value("r.table('events').insert({args: ['t'], src: 's', seq: " + value + ", n: " + other
                        + ", v: 2, ts: r.iso8601('2020-06-01T10:00:00Z')})");
            }
            outside.value("r.table('events').insert({args: ['t'], src: 's', seq: " + value
                    + ", ts: r.iso8601('2020-06-01T10:00:00Z')})");
        }
        storePacked("pack", 4, 4);

        assertThat(found(5, 6)).contains(4L, 5L, 6L, 7L);
    }

    @Test
    void aRestampedPackComesToFeedsThatHadPassedIt() throws Exception {
        storePacked("pack", 1, 3);
        try (Feed feed = reader.follow(TEN.plusSeconds(1))) {
            awaitReady(feed);

            outside.value("r.table('events').get('pack').update({ts: r.iso8601('2020-06-01T10:00:02Z')})");

            assertThat(List.of(nextLive(feed), nextLive(feed), nextLive(feed)))
                    .extracting(StoredEvent::id, StoredEvent::ts)
                    .containsExactly(
                            tuple("pack.0", TEN.plusSeconds(2)),
                            tuple("pack.1", TEN.plusSeconds(2)),
                            tuple("pack.2", TEN.plusSeconds(2)));
        }
    }

    @Test
    void aRestampedEventComesToFeedsThatHadPassedItAndNotAgainToThoseThatBroughtIt() throws Exception {
        Batch batch = events.batch(2);
        Instant first = at(insert(batch));
        Instant after = await().atMost(PATIENCE).until(session::now, now -> now.isAfter(first));
        try (Feed passed = reader.follow(after);
                Feed has = reader.follow(first)) {
            awaitReady(passed);
            awaitReady(has);

            Instant second = at(restamp(batch));
            Batch marker = events.batch(1);
            insert(marker);

            assertThat(second).isAfterOrEqualTo(after);
            assertThat(List.of(nextLive(passed), nextLive(passed)))
                    .extracting(StoredEvent::seq, StoredEvent::ts, StoredEvent::args)
                    .containsExactlyInAnyOrder(tuple(1L, second, "[\"t\",0]"), tuple(2L, second, "[\"t\",1]"));
            assertThat(nextLive(passed).seq()).isEqualTo(3);
            assertThat(nextLive(has).seq()).isEqualTo(3);
            assertThat(find(1, 2)).extracting(StoredEvent::ts).containsOnly(second);
        }
    }

    @Test
    void restampingDoesNotBringADeletedEventBack() throws Exception {
        Batch batch = events.batch(2);
        insert(batch);
        outside.value("r.table('events').get('" + batch.events().get(0).id() + "').delete()");

        InsertResult result = restamp(batch);

        assertThat(verdicts(result)).hasSize(2).allMatch(Verdict.Stored.class::isInstance);
        assertThat(find(1, 2)).extracting(StoredEvent::seq).containsExactly(2L);
    }

    @Test
    void withoutASessionNothingIsRestamped() throws Exception {
        Batch batch = events.batch(1);
        insert(batch);
        session.close();

        InsertResult result = restamp(batch);

        assertThat(result).isInstanceOf(NotPerformed.class);
    }

    private void storeAt(String id, String time) {
        outside.value(
                "r.table('events').insert({id: '" + id + "', args: ['t'], ts: r.iso8601('2020-06-01T" + time + "Z')})");
    }

    private void storePacked(String id, long seq, int n) {
        String texts =
                IntStream.range(0, n).mapToObj(i -> "[\"t\"," + i + "]").collect(Collectors.joining(",", "[", "]"));
        outside.value("r.table('events').insert({id: '" + id + "', src: 's', seq: " + seq + ", n: " + n
                + ", v: 2, topics: ['t'], events: '" + texts + "', ts: r.iso8601('2020-06-01T10:00:00Z')})");
    }

    private List<Long> found(long first, long last) throws Exception {
        return reader.find(new TableReader.Wanted("s", first, last, TEN, TEN)).await().stream()
                .map(StoredEvent::seq)
                .sorted()
                .toList();
    }

    private List<FeedItem> read(Instant from, Instant to) throws Exception {
        List<FeedItem> items = new ArrayList<>();
        try (Feed feed = reader.read(from, to)) {
            do {
                FeedItem item = feed.poll(PATIENCE);
                assertThat(item).isNotNull().isNotInstanceOf(FeedItem.Ended.class);
                items.add(item);
            } while (!(items.get(items.size() - 1) instanceof FeedItem.Ready));
        }
        return items;
    }

    private static List<String> ids(List<FeedItem> items) {
        return items.stream()
                .map(item -> ((FeedItem.Initial) item).event().id())
                .toList();
    }

    private static Instant at(InsertResult result) {
        return ((Verdict.Stored) verdicts(result).get(0)).at();
    }
}
