package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Login;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Gap;
import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.rethink.query.PositionQueries;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lasting positions: which session may write one, and what is read back. */
@ContractTest
class PositionsTest {

    private static final Instant TIME = Instant.parse("2030-01-01T00:00:00.123Z");
    private static final Subscription FIRST = new Subscription("orders", "first \"owner\"");
    private static final Subscription SECOND = new Subscription("orders", "second");
    private static final SaveResult SAVED = new SaveResult.Saved();

    private Stores stores;
    private RawClient outside;
    private Session session;

    @BeforeEach
    void open(TestDb db) throws Exception {
        stores = new Stores(db);
        stores.subscriber = "orders";
        session = stores.open();
        outside = db.outside();
    }

    @AfterEach
    void closeAll() {
        outside.close();
        stores.close();
    }

    @Test
    void aNewSubscriberHasNoPositionUntilItWritesOne() throws Exception {
        PositionClaim first = session.claim(FIRST);
        PositionClaim again = session.claim(FIRST);

        assertThat(first).isEqualTo(new PositionClaim(null, Instant.MIN));
        assertThat(again).isEqualTo(first);
        assertThat(outside.value("r.table('events_positions').count()").asInt()).isZero();
    }

    @Test
    void aSavedPositionIsReadByTheNextClaim() throws Exception {
        var bookmark = new Bookmark(
                TIME,
                TIME.minusSeconds(60),
                TIME.minusSeconds(3600),
                true,
                Map.of("{\"$reql_type$\":\"TIME\"} 😀", new Mark(9, List.of(new Gap(2, 3)), TIME), "b", mark(1)),
                List.of(new Seen(TIME, "node \"1\"")),
                true,
                0);

        SaveResult result = save(FIRST, bookmark);
        PositionClaim claim = session.claim(SECOND);

        assertThat(result).isEqualTo(SAVED);
        assertThat(claim).isEqualTo(new PositionClaim(bookmark, Instant.MIN));
        assertThat(outside.value("r.table('events_positions').get('orders')('from').toISO8601()")
                        .asText())
                .startsWith("2029-12-31T23:59:00.123");
    }

    @Test
    void eachSubscriberHasAPositionOfItsOwn() throws Exception {
        save(FIRST, at(TIME, true));

        PositionClaim claim = session.claim(new Subscription("bills", "first"));

        assertThat(claim.bookmark()).isNull();
    }

    @Test
    void aClaimMarksThePositionAsNotWhole() throws Exception {
        save(FIRST, at(TIME, true));

        boolean orderly = session.claim(FIRST).bookmark().whole();
        boolean afterACrash = session.claim(FIRST).bookmark().whole();

        assertThat(orderly).isTrue();
        assertThat(afterACrash).isFalse();
    }

    @Test
    void anOwnerCannotWriteAPositionThatAnotherHasClaimed() throws Exception {
        save(FIRST, at(TIME, false));
        session.claim(SECOND);

        SaveResult late = save(FIRST, at(TIME.plusSeconds(5), true));
        SaveResult own = save(SECOND, at(TIME.plusSeconds(1), false));

        assertThat(late).isEqualTo(new SaveResult.TakenOver("second"));
        assertThat(own).isEqualTo(SAVED);
        assertThat(session.claim(FIRST).bookmark())
                .isEqualTo(at(TIME.plusSeconds(1), false).after(1));
    }

    @Test
    void aPositionNeverGoesBack() throws Exception {
        save(FIRST, at(TIME, false));

        SaveResult back = save(FIRST, at(TIME.minusMillis(1), true));
        Bookmark kept = session.claim(FIRST).bookmark();
        SaveResult same = save(FIRST, at(TIME, true));

        assertThat(List.of(back, same)).containsOnly(SAVED);
        assertThat(kept).isEqualTo(at(TIME, false).after(1));
        assertThat(session.claim(FIRST).bookmark()).isEqualTo(at(TIME, true));
    }

    @Test
    void aPositionThatSomebodyDeletedIsWrittenAnew() throws Exception {
        save(FIRST, at(TIME, false));
        outside.value("r.table('events_positions').get('orders').delete()");

        SaveResult result = save(FIRST, at(TIME.plusSeconds(1), false));

        assertThat(result).isEqualTo(SAVED);
        assertThat(session.claim(FIRST).bookmark())
                .isEqualTo(at(TIME.plusSeconds(1), false).after(1));
    }

    @Test
    void aClaimReturnsUpToWhenEventsMayHaveBeenDeleted() throws Exception {
        outside.value(
                "r.table('events_positions').insert({id: '#sweeper', swept: r.iso8601('2030-01-01T00:00:00.123Z')})");

        PositionClaim claim = session.claim(FIRST);

        assertThat(claim).isEqualTo(new PositionClaim(null, TIME));
    }

    @Test
    void upToWhenEventsMayHaveBeenDeletedCanBeAskedWithoutAClaim() throws Exception {
        Instant before = session.sweptUpTo();
        outside.value(
                "r.table('events_positions').insert({id: '#sweeper', swept: r.iso8601('2030-01-01T00:00:00.123Z')})");
        Instant after = session.sweptUpTo();
        outside.value("r.tableDrop('events_positions')");

        assertThat(List.of(before, after, session.sweptUpTo())).containsExactly(Instant.MIN, TIME, Instant.MIN);
    }

    @Test
    void aUserWithoutTheRightToReadPositionsLearnsOfNoDeletions() throws Exception {
        String user = "user_" + stores.db;
        try {
            outside.value("r.db('rethinkdb').table('users').insert({id: '" + user + "', password: 'pw'})");
            outside.value("r.table('events').grant('" + user + "', {read: true, write: true})");
            outside.value("r.table('events_positions').insert({id: '#sweeper', swept: r.now()})");
            stores.login = new Login(user, "pw");
            stores.subscriber = null;

            assertThat(stores.open().sweptUpTo()).isEqualTo(Instant.MIN);
        } finally {
            outside.value("r.db('rethinkdb').table('users').get('" + user + "').delete()");
        }
    }

    @Test
    void aPositionBefore1970IsSavedAs1970() throws Exception {
        var bookmark = new Bookmark(
                Instant.EPOCH, Instant.EPOCH.minusMillis(60_500), TIME, true, Map.of(), List.of(), false, 0);

        assertThat(save(FIRST, bookmark)).isEqualTo(SAVED);

        assertThat(session.claim(FIRST).bookmark().from()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theReasonOfARefusedSaveIsShortened() {
        SaveResult refused = PositionQueries.saved(
                FIRST, List.of(Map.of("errors", 1.0, "first_error", "no\u001b[2J room\n" + "x".repeat(5_000_000))));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        SaveResult.Failed.class,
                        failed -> assertThat(failed.cause())
                                .hasMessage("RTH0215 the database answers \"no\\u001b[2J room\""));
    }

    @Test
    void crashesInARowAreCountedUntilThePositionSaysThatTheyAreOver() throws Exception {
        save(FIRST, at(TIME, true));
        assertThat(session.claim(FIRST).bookmark()).isEqualTo(at(TIME, true));

        assertThat(session.claim(FIRST).bookmark().crashes()).isEqualTo(1);
        assertThat(session.claim(FIRST).bookmark().crashes()).isEqualTo(2);
        save(FIRST, at(TIME.plusSeconds(1), false).after(2));
        assertThat(session.claim(FIRST).bookmark())
                .isEqualTo(at(TIME.plusSeconds(1), false).after(3));

        save(FIRST, at(TIME.plusSeconds(2), false));
        assertThat(session.claim(FIRST).bookmark().crashes()).isEqualTo(1);
        save(FIRST, at(TIME.plusSeconds(3), true));
        assertThat(session.claim(FIRST).bookmark().crashes()).isZero();
    }

    @Test
    void aDocumentWithoutAPositionCountsAsNone() throws Exception {
        outside.value("r.table('events_positions').insert({id: 'orders', ts: r.now(), owner: 'another library'})");

        PositionClaim claim = session.claim(FIRST);

        assertThat(claim.bookmark()).isNull();
        assertThat(outside.value("r.table('events_positions').get('orders')('owner')")
                        .asText())
                .isEqualTo(FIRST.owner());
    }

    @Test
    void withoutTheTableOrASessionASaveFails() throws Exception {
        outside.value("r.tableDrop('events_positions')");
        SaveResult withoutTable = save(FIRST, at(TIME, false));
        session.close();
        SaveResult withoutSession = save(FIRST, at(TIME, false));

        assertThat(List.of(withoutTable, withoutSession))
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                SaveResult.Failed.class,
                                failed -> assertThat(failed.cause()).hasMessageStartingWith("RTH02")));
    }

    private static Bookmark at(Instant position, boolean whole) {
        return new Bookmark(position, position.minusSeconds(60), TIME, true, Map.of("a", mark(7)), List.of(), whole, 0);
    }

    private static Mark mark(long next) {
        return new Mark(next, List.of(), TIME);
    }

    private SaveResult save(Subscription subscription, Bookmark bookmark) throws Exception {
        return session.save(subscription, bookmark, bookmark.whole())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }
}
