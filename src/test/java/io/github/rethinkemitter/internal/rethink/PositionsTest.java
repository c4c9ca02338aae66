package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Gap;
import io.github.rethinkemitter.internal.flow.Bookmark.Mark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.rethink.query.PositionQueries;
import io.github.rethinkemitter.support.server.ContractTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lasting positions: which session may write one, and what is read back. */
@ContractTest
class PositionsTest extends SubscriberFixture {

    private static final Instant TIME = Instant.parse("2030-01-01T00:00:00.123Z");
    private static final SaveResult SAVED = new SaveResult.Saved();

    @Test
    void aNewSubscriberHasNoPositionUntilItWritesOne() throws Exception {
        PositionClaim first = session.claim(US);
        PositionClaim again = session.claim(US);

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

        SaveResult result = save(US, bookmark);
        PositionClaim claim = session.claim(THEM);

        assertThat(result).isEqualTo(SAVED);
        assertThat(claim).isEqualTo(new PositionClaim(bookmark, Instant.MIN));
        assertThat(outside.value("r.table('events_positions').get('orders')('from').toISO8601()")
                        .asText())
                .startsWith("2029-12-31T23:59:00.123");
    }

    @Test
    void eachSubscriberHasAPositionOfItsOwn() throws Exception {
        save(US, at(TIME, true));

        PositionClaim claim = session.claim(BILLS);

        assertThat(claim.bookmark()).isNull();
    }

    @Test
    void aClaimMarksThePositionAsNotWhole() throws Exception {
        save(US, at(TIME, true));

        boolean orderly = session.claim(US).bookmark().whole();
        boolean afterACrash = session.claim(US).bookmark().whole();

        assertThat(orderly).isTrue();
        assertThat(afterACrash).isFalse();
    }

    @Test
    void anOwnerCannotWriteAPositionThatAnotherHasClaimed() throws Exception {
        save(US, at(TIME, false));
        session.claim(THEM);

        SaveResult late = save(US, at(TIME.plusSeconds(5), true));
        SaveResult own = save(THEM, at(TIME.plusSeconds(1), false));

        assertThat(late).isEqualTo(new SaveResult.TakenOver(THEM.owner()));
        assertThat(own).isEqualTo(SAVED);
        assertThat(session.claim(US).bookmark())
                .isEqualTo(at(TIME.plusSeconds(1), false).after(1));
    }

    @Test
    void aPositionNeverGoesBack() throws Exception {
        save(US, at(TIME, false));

        SaveResult back = save(US, at(TIME.minusMillis(1), true));
        Bookmark kept = session.claim(US).bookmark();
        SaveResult same = save(US, at(TIME, true));

        assertThat(List.of(back, same)).containsOnly(SAVED);
        assertThat(kept).isEqualTo(at(TIME, false).after(1));
        assertThat(session.claim(US).bookmark()).isEqualTo(at(TIME, true));
    }

    @Test
    void aPositionThatSomebodyDeletedIsWrittenAnew() throws Exception {
        save(US, at(TIME, false));
        outside.value("r.table('events_positions').get('orders').delete()");

        SaveResult result = save(US, at(TIME.plusSeconds(1), false));

        assertThat(result).isEqualTo(SAVED);
        assertThat(session.claim(US).bookmark())
                .isEqualTo(at(TIME.plusSeconds(1), false).after(1));
    }

    @Test
    void aClaimReturnsUpToWhenEventsMayHaveBeenDeleted() throws Exception {
        outside.value(
                "r.table('events_positions').insert({id: '#sweeper', swept: r.iso8601('2030-01-01T00:00:00.123Z')})");

        PositionClaim claim = session.claim(US);

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
        asUserWith("{read: true, write: true}");
        outside.value("r.table('events_positions').insert({id: '#sweeper', swept: r.now()})");
        stores.subscriber = null;

        assertThat(stores.open().sweptUpTo()).isEqualTo(Instant.MIN);
    }

    @Test
    void aPositionBefore1970IsSavedAs1970() throws Exception {
        var bookmark = new Bookmark(
                Instant.EPOCH, Instant.EPOCH.minusMillis(60_500), TIME, true, Map.of(), List.of(), false, 0);

        assertThat(save(US, bookmark)).isEqualTo(SAVED);

        assertThat(session.claim(US).bookmark().from()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theReasonOfARefusedSaveIsShortened() {
        SaveResult refused = PositionQueries.saved(
                US, List.of(Map.of("errors", 1.0, "first_error", "no\u001b[2J room\n" + "x".repeat(5_000_000))));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        SaveResult.Failed.class,
                        failed -> assertThat(failed.cause())
                                .hasMessage("RTH0215 the database answers \"no\\u001b[2J room\""));
    }

    @Test
    void crashesInARowAreCountedUntilThePositionSaysThatTheyAreOver() throws Exception {
        save(US, at(TIME, true));
        assertThat(session.claim(US).bookmark()).isEqualTo(at(TIME, true));

        assertThat(session.claim(US).bookmark().crashes()).isEqualTo(1);
        assertThat(session.claim(US).bookmark().crashes()).isEqualTo(2);
        save(US, at(TIME.plusSeconds(1), false).after(2));
        assertThat(session.claim(US).bookmark())
                .isEqualTo(at(TIME.plusSeconds(1), false).after(3));

        save(US, at(TIME.plusSeconds(2), false));
        assertThat(session.claim(US).bookmark().crashes()).isEqualTo(1);
        save(US, at(TIME.plusSeconds(3), true));
        assertThat(session.claim(US).bookmark().crashes()).isZero();
    }

    @Test
    void aDocumentWithoutAPositionCountsAsNone() throws Exception {
        outside.value("r.table('events_positions').insert({id: 'orders', ts: r.now(), owner: 'another library'})");

        PositionClaim claim = session.claim(US);

        assertThat(claim.bookmark()).isNull();
        assertThat(outside.value("r.table('events_positions').get('orders')('owner')")
                        .asText())
                .isEqualTo(US.owner());
    }

    @Test
    void withoutTheTableOrASessionASaveFails() throws Exception {
        outside.value("r.tableDrop('events_positions')");
        SaveResult withoutTable = save(US, at(TIME, false));
        session.close();
        SaveResult withoutSession = save(US, at(TIME, false));

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
}
