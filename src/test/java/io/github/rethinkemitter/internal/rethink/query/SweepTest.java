package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.flow.SweepResult.Clean;
import io.github.rethinkemitter.internal.flow.SweepResult.HeldBack;
import io.github.rethinkemitter.internal.flow.SweepResult.LeftToAnother;
import io.github.rethinkemitter.internal.flow.SweepResult.Unfinished;
import io.github.rethinkemitter.internal.rethink.StoreFixture;
import io.github.rethinkemitter.support.server.ContractTest;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events an order deletes, and which rights and leases that needs. */
@ContractTest
class SweepTest extends StoreFixture {

    private static final Duration AGE = Duration.ofHours(1);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private int subscribers;

    @BeforeEach
    void deleteAfterAnHour() {
        stores.retention = AGE;
    }

    private static SweepOrder ephemeral(Duration age) {
        return new SweepOrder(Kind.EPHEMERAL, age, EVERY, false, "me");
    }

    private static SweepOrder retention(String owner) {
        return new SweepOrder(Kind.RETENTION, AGE, EVERY, false, owner);
    }

    private static SweepOrder hard(String owner) {
        return new SweepOrder(Kind.RETENTION, AGE, EVERY, true, owner);
    }

    @Test
    void allEventsOlderThanTheAgeAreDeletedInRanges() throws Exception {
        Session session = stores.open();
        insert(2_500, "{ts: r.now().sub(3601)}");
        insert(3, "{ts: r.now().sub(3000)}");

        assertThat(session.sweep(retention("me"))).isEqualTo(new Clean(2_500));

        assertThat(count()).isEqualTo(3);
    }

    @Test
    void oneOrderDeletesALimitedNumberOfRanges() throws Exception {
        Session session = stores.open();
        insert(SweepQueries.RANGE * Sweep.RANGES + 1, "{ts: r.now().sub(3601)}");

        assertThat(session.sweep(retention("me"))).isEqualTo(new Unfinished(SweepQueries.RANGE * Sweep.RANGES));
        assertThat(session.sweep(retention("me"))).isEqualTo(new Clean(1));
    }

    @Test
    void eventsOfPeersThatPersistAreNotDeletedAsEphemeral() throws Exception {
        Session session = stores.open();
        insert(3, "{ts: r.now().sub(100)}");
        insert(1_200, "{ts: r.now().sub(100), ephemeral: true}");
        insert(5, "{ts: r.now().sub(10), ephemeral: true}");

        assertThat(session.sweep(ephemeral(Duration.ofSeconds(60)))).isEqualTo(new Clean(1_200));

        assertThat(count()).isEqualTo(8);
    }

    @Test
    void anEventThatIsCommittedLateIsDeletedByALaterSweep() throws Exception {
        Session session = stores.open();
        insert(1, "{ts: r.now().sub(3000), ephemeral: true}");
        session.sweep(ephemeral(Duration.ofSeconds(60)));
        forgetLastSweep();
        insert(1, "{ts: r.now().sub(100), ephemeral: true}");

        assertThat(session.sweep(ephemeral(Duration.ofSeconds(60)))).isEqualTo(new Clean(1));
    }

    @Test
    void eventsThatAPositionNeedsAreKept() throws Exception {
        Session session = stores.open();
        position("r.epochTime(1700000000.5)");
        position("r.now().sub(7200)");
        insert(2, "{ts: r.epochTime(1700000000.499)}");
        insert(3, "{ts: r.epochTime(1700000000.5)}");

        assertThat(session.sweep(retention("me")))
                .isEqualTo(new HeldBack(2, "orders-1", Instant.ofEpochMilli(1_700_000_000_500L)));

        assertThat(count()).isEqualTo(3);
    }

    @Test
    void aDocumentWithoutTheTimeOfAnEventIsNeverDeleted() throws Exception {
        Session session = stores.open();
        for (String ts : List.of(
                "5",
                "1e15",
                "true",
                "'2001-01-01T00:00:00Z'",
                "[1]",
                "{a: 1}",
                "null",
                "r.epochTime(-0.001)",
                "r.epochTime(-1e303)",
                "r.epochTime(1e303)")) {
            insert(1, "{ephemeral: true, ts: " + ts + "}");
        }
        insert(1, "{ts: r.epochTime(0), ephemeral: true}");
        insert(1, "{ts: r.epochTime(0)}");

        assertThat(session.sweep(ephemeral(Duration.ofSeconds(60)))).isEqualTo(new Clean(1));
        assertThat(session.sweep(retention("me"))).isEqualTo(new Clean(1));
        assertThat(session.sweep(hard("another"))).isEqualTo(new LeftToAnother());
        forgetLastSweep();
        assertThat(session.sweep(hard("another"))).isEqualTo(new Clean(0));
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void anInterruptedSweepDoesNotWaitForAnotherOne() throws Exception {
        Session session = stores.open();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> session.sweep(retention("me"))).isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSubscriberThatNeedsAllEventsKeepsAll() throws Exception {
        Session session = stores.open();
        position("r.epochTime(0)");
        insert(2, "{ts: r.now().sub(7300)}");

        assertThat(session.sweep(retention("me"))).isEqualTo(new HeldBack(0, "orders-1", Instant.EPOCH));
        assertThat(session.sweep(retention("me"))).isEqualTo(new HeldBack(0, "orders-1", Instant.EPOCH));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aPositionThatIsNoTimeKeepsAllEvents() throws Exception {
        Session session = stores.open();
        position("true");
        insert(2, "{ts: r.now().sub(7300)}");

        assertThatThrownBy(() -> session.sweep(retention("me"))).hasMessageContaining("Not a TIME pseudotype");
        assertThat(count()).isEqualTo(2);
        assertThat(outside.value("r.table('events_positions').count()").asLong())
                .isEqualTo(1);
    }

    @Test
    void aHardRetentionAsksNoPosition() throws Exception {
        Session session = stores.open();
        position("r.now().sub(7200)");
        insert(3, "{ts: r.now().sub(7100)}");

        assertThat(session.sweep(hard("me"))).isEqualTo(new Clean(3));
    }

    @Test
    void aPositionThatIsWrittenDuringASweepKeepsItsEvents() throws Exception {
        stores.open();
        SweepQueries reql = new SweepQueries(new TableName(stores.db, "events"), null);
        insert(3, "{ts: r.now().sub(7100)}");
        position("r.now().sub(7200)");

        var reply = outside.query(reql.range(retention("me"), Instant.EPOCH, Instant.parse("2020-01-01T00:00:00Z")));
        var later = outside.query(reql.range(retention("me"), Instant.EPOCH, Instant.parse("2099-01-01T00:00:00Z")));

        assertThat(reply.json().path("r").path(0).path("held").asBoolean()).isFalse();
        assertThat(later.json().path("r").path(0).path("held").asBoolean()).isTrue();
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void sweptSaysUpToWhenEventsMayBeGoneAndNeverGoesBack() throws Exception {
        Session session = stores.open();
        assertThat(session.sweep(retention("me"))).isEqualTo(new Clean(0));
        double swept = sweeper("r.now().sub(r.row('swept'))");
        assertThat(swept).isBetween(3600.0, 3660.0);
        position("r.now().sub(90000)");
        forgetLastSweep();

        assertThat(session.sweep(retention("me"))).isInstanceOf(HeldBack.class);

        assertThat(sweeper("r.now().sub(r.row('swept'))")).isBetween(3600.0, 3660.0);
    }

    @Test
    void nothingIsDeletedWhileAnotherServerHoldsTheLease() throws Exception {
        Session session = stores.open();
        insert(3, "{ts: r.now().sub(7100)}");
        lease("{owner: 'another', until: r.now().add(60)}");

        assertThat(session.sweep(retention("me"))).isEqualTo(new LeftToAnother());
        assertThat(count()).isEqualTo(3);

        lease("{until: r.now().sub(1)}");
        assertThat(session.sweep(retention("me"))).isEqualTo(new Clean(3));
    }

    @Test
    void anOwnerThatCouldNotGiveTheLeaseBackTakesItAgain() throws Exception {
        Session session = stores.open();
        insert(3, "{ts: r.now().sub(7100)}");
        lease("{owner: 'me', until: r.now().add(60)}");

        assertThat(session.sweep(retention("me"))).isEqualTo(new Clean(3));
    }

    @Test
    void theLeaseIsGivenBackAfterASweep() throws Exception {
        Session session = stores.open();
        session.sweep(retention("me"));

        assertThat(sweeper("r.row('until').le(r.now())")).isEqualTo(1);
        assertThat(session.sweep(ephemeral(AGE))).isEqualTo(new Clean(0));
    }

    @Test
    void aSweepThatAnotherServerDidAMomentAgoIsNotRepeated() throws Exception {
        Session session = stores.open();
        session.sweep(retention("another"));
        insert(3, "{ts: r.now().sub(3601)}");

        assertThat(session.sweep(retention("me"))).isEqualTo(new LeftToAnother());

        lease("{retention: r.now().sub(3700)}");
        assertThat(session.sweep(retention("me"))).isEqualTo(new Clean(3));
    }

    @Test
    void aLeaseThatAnotherServerTookMeanwhileIsLeftToIt() throws Exception {
        stores.open();
        SweepQueries reql = new SweepQueries(new TableName(stores.db, "events"), null);
        lease("{owner: 'another', until: r.now().add(60)}");

        var renewed = outside.query(reql.renew(retention("me"), AGE));
        outside.query(reql.release(retention("me"), Instant.parse("2099-01-01T00:00:00Z")));

        assertThat(renewed.json().path("r").path(0).path("replaced").asInt()).isZero();
        assertThat(sweeper("r.row('until').gt(r.now()).and(r.row.hasFields('retention').not())"))
                .isEqualTo(1);
    }

    @Test
    void withoutATableOfPositionsEphemeralEventsAreDeletedAllTheSame() throws Exception {
        stores.retention = null;
        Session session = stores.open();
        insert(1_500, "{ts: r.now().sub(100), ephemeral: true}");

        assertThat(session.sweep(ephemeral(Duration.ofSeconds(60)))).isEqualTo(new Clean(1_500));
    }

    @Test
    void withoutATableOfPositionsEventsOfARetentionAreNotDeleted() throws Exception {
        Session session = stores.open();
        outside.value("r.tableDrop('events_positions')");
        insert(3, "{ts: r.now().sub(7100)}");

        assertThatThrownBy(() -> session.sweep(retention("me")))
                .hasMessageContainingAll("RTH0226", stores.db + ".events_positions", "tableCreate");
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void rightsOnTheEventsTableAreEnoughToDeleteEphemeralEvents() throws Exception {
        stores.retention = null;
        stores.open();
        insert(3, "{ts: r.now().sub(100), ephemeral: true}");
        asUserWith("{read: true, write: true}");

        assertThat(stores.open().sweep(ephemeral(Duration.ofSeconds(60)))).isEqualTo(new Clean(3));
    }

    @Test
    void withoutTheRightToReadPositionsNothingIsDeleted() throws Exception {
        stores.open();
        insert(3, "{ts: r.now().sub(7100), ephemeral: true}");
        asUserWith("{read: true, write: true}");
        stores.retention = null;
        Session session = stores.open();

        assertThatThrownBy(() -> session.sweep(ephemeral(Duration.ofSeconds(60))))
                .hasMessageContainingAll("RTH0220", user, ".table(\"events_positions\").grant(\"" + user);
        assertThat(count()).isEqualTo(3);
    }

    private void insert(int count, String document) {
        outside.value("r.table('events').insert(r.range(" + count + ").map(n => r.expr(" + document
                + ").merge({args: ['t', n]})), {durability: 'soft'})");
    }

    private void position(String from) {
        outside.value("r.table('events_positions').insert({id: 'orders-" + ++subscribers + "', from: " + from
                + "}, {durability: 'soft'})");
    }

    private void lease(String change) {
        outside.value("r.table('events_positions').insert(r.expr({id: '#sweeper'}).merge(" + change
                + "), {conflict: 'update', durability: 'soft'})");
    }

    private void forgetLastSweep() {
        outside.value("r.table('events_positions').get('#sweeper').replace(r.row.without('retention', 'ephemeral'))");
    }

    /** A number of the sweeper's document, or 1 for true. */
    private double sweeper(String expression) {
        var value = outside.rows("r.table('events_positions').filter({id: '#sweeper'}).map(" + expression + ")")
                .get(0);
        return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asDouble();
    }

    private long count() {
        return outside.value("r.table('events').count()").asLong();
    }
}
