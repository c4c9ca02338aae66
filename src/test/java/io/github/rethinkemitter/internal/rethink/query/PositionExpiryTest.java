package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.flow.SweepResult.Clean;
import io.github.rethinkemitter.internal.flow.SweepResult.HeldBack;
import io.github.rethinkemitter.internal.rethink.StoreFixture;
import io.github.rethinkemitter.support.server.ContractTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a position no longer keeps events from being deleted. */
@ContractTest
class PositionExpiryTest extends StoreFixture {

    private static final SweepOrder RETENTION =
            new SweepOrder(Kind.RETENTION, Duration.ofHours(1), Duration.ofSeconds(10), false, "me");

    @BeforeEach
    void deleteAfterAnHour() {
        stores.retention = Duration.ofHours(1);
    }

    @Test
    void aPositionThatWasNotWrittenForLongIsDeletedAndKeepsNoEvents() throws Exception {
        stores.positionExpiry = Duration.ofHours(24);
        Session session = stores.open();
        insert(3, "{ts: r.now().sub(7100)}");
        outside.value(
                "r.table('events_positions').insert([{id: 'gone', from: r.now().sub(100000), at: r.now().sub(86500)},"
                        + " {id: 'busy', from: r.now(), at: r.now().sub(86300)}, {id: 'other', at: r.now().sub(86500)}])");

        assertThat(session.sweep(RETENTION)).isEqualTo(new Clean(3));

        assertThat(positions()).containsExactlyInAnyOrder("busy", "other", "#sweeper");
    }

    @Test
    void aPositionThatDoesNotSayWhenItWasWrittenKeepsEventsForEver() throws Exception {
        stores.positionExpiry = Duration.ofHours(1);
        Session session = stores.open();
        insert(3, "{ts: r.now().sub(7100)}");
        for (String at : List.of("{}", "{at: 5}", "{at: 'yesterday'}", "{at: null}")) {
            outside.value("r.table('events_positions').insert(r.expr({from: r.now().sub(7200)}).merge(" + at + "))");
        }

        assertThat(session.sweep(RETENTION)).isInstanceOf(HeldBack.class);

        assertThat(outside.value("r.table('events').count()").asLong()).isEqualTo(3);
        assertThat(positions()).hasSize(5);
    }

    @Test
    void aPositionThatItsSubscriberClaimedMeanwhileDoesNotExpire() throws Exception {
        stores.open();
        outside.value("r.table('events_positions').insert({id: 'back', from: r.now().sub(7200), at: r.now().sub(10)})");
        var reql = new SweepQueries(new TableName(stores.db, "events"), Duration.ofHours(1));

        var reply = outside.query(reql.expire(Duration.ofHours(1)));

        assertThat(reply.json().path("r").path(0).path("changes")).isEmpty();
        assertThat(positions()).containsExactly("back");
    }

    private void insert(int count, String document) {
        outside.value("r.table('events').insert(r.range(" + count + ").map(n => r.expr(" + document
                + ").merge({args: ['t', n]})), {durability: 'soft'})");
    }

    private List<String> positions() {
        return outside.rows("r.table('events_positions').pluck('id')").stream()
                .map(row -> row.path("id").asText())
                .toList();
    }
}
