package io.github.rethinkemitter.internal.rethink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult.Answered;
import io.github.rethinkemitter.internal.flow.InsertResult.NotPerformed;
import io.github.rethinkemitter.internal.flow.InsertResult.Rejected;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.flow.SweepResult;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.rethink.Events;
import io.github.rethinkemitter.internal.rethink.StoreFixture;
import io.github.rethinkemitter.internal.rethink.Stores;
import io.github.rethinkemitter.support.server.ContractTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a user with few rights can do with tables that exist, and what happens when the table is dropped. */
@Timeout(90)
@ContractTest
class TableAccessTest extends StoreFixture {

    @Test
    void theRightsToReadAndWriteAreEnoughForATableThatExists() throws Exception {
        stores.open();
        asUserWith("{read: true, write: true}");
        var order = new SweepOrder(Kind.EPHEMERAL, Duration.ZERO, Duration.ofSeconds(10), false, "me");

        Session session = stores.open();
        TableReader reader = stores.openReader();
        try (Feed feed = reader.follow(session.now())) {
            Stores.awaitReady(feed);
            Events events = new Events();

            assertThat(Stores.insert(session, events.batch(2))).isInstanceOf(Answered.class);

            assertThat(feed.poll(Stores.PATIENCE)).isInstanceOf(FeedItem.Live.class);
            assertThat(reader.find(Stores.wanted(events.src, 1, 2)).await()).hasSize(2);
            assertThat(session.sweep(order)).isEqualTo(new SweepResult.Clean(0));
        }
    }

    @Test
    void aUserWhoMayNotReadIsToldWhichRightIsMissing() throws Exception {
        stores.open();
        asUserWith("{read: false}");

        TableReader reader = stores.openReader();
        assertThatThrownBy(() -> reader.follow(Instant.EPOCH))
                .hasMessageContainingAll("RTH0220", "read", user, "grant");
    }

    @Test
    void aUserWhoMayNotWriteIsToldWhichRightIsMissing() throws Exception {
        stores.open();
        asUserWith("{read: true, write: false}");
        Session session = stores.open();

        assertThat(Stores.insert(session, new Events().batch(1)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.cause()).hasMessageContainingAll("RTH0220", "write", user));
    }

    @Test
    void droppingTheTableEndsTheFeedAndFailsInserts() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        try (Feed feed = reader.follow(session.now())) {
            Stores.awaitReady(feed);
            outside.value("r.tableDrop('events')");

            assertThat(feed.poll(Stores.PATIENCE)).isInstanceOf(FeedItem.Ended.class);
            assertThat(Stores.insert(session, new Events().batch(1))).isInstanceOf(NotPerformed.class);
            assertThatThrownBy(() -> reader.follow(Instant.EPOCH)).hasMessageContaining("does not exist");
        }
    }
}
