package io.github.rethinkemitter.internal.rethink.wire;

import static io.github.rethinkemitter.internal.rethink.Stores.PATIENCE;
import static io.github.rethinkemitter.internal.rethink.Stores.awaitReady;
import static io.github.rethinkemitter.internal.rethink.Stores.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Login;
import io.github.rethinkemitter.internal.config.TableSettings.Durability;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Answered;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.rethink.Events;
import io.github.rethinkemitter.internal.rethink.StoreFixture;
import io.github.rethinkemitter.internal.rethink.Stores;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session does with a server that fails, and what is said when none can be opened. */
@Timeout(90)
@ContractTest
class QueryConnectionTest extends StoreFixture {

    private TestServer server;

    @BeforeEach
    void noticeSilenceSoon() {
        server = db.server();
        stores.heartbeat = new Heartbeat(Duration.ofMillis(300), Duration.ofMillis(700));
    }

    @AfterEach
    void healServer() {
        server.heal();
    }

    @Test
    void aFrozenServerEndsTheSession() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);
            server.freeze();

            assertThat(cause(session)).hasMessageContaining("RTH0210").hasMessageContaining("silent");
            assertThat(feed.poll(PATIENCE)).isInstanceOf(FeedItem.Ended.class);
            assertThat(feed.poll(Duration.ofMillis(1))).isNull();
            assertThat(session.isOpen()).isFalse();
        }
    }

    @Test
    void aSessionThatIsRefusedAThreadFailsWithTheReasonAndLeavesNoThread() {
        stores.threadRefused = "writer";

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0206").hasMessageContaining("no more threads");
        await().atMost(PATIENCE).until(() -> !stores.haveThreads());
    }

    @Test
    void aHalfOpenConnectionFailsAllPendingInserts() throws Exception {
        Session session = stores.open();
        Events events = new Events();
        server.network().swallow();
        // More than the buffers of a socket take, so that the writing itself is stuck.
        String big = "[\"t\",\"" + "x".repeat(1 << 20) + "\"]";
        List<CompletableFuture<InsertResult>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            results.add(session.insert(events.batchOf(big)).toCompletableFuture());
        }

        assertThat(cause(session)).hasMessageContaining("RTH0210");
        assertThat(results.get(0).get(30, TimeUnit.SECONDS)).isInstanceOf(InsertResult.Unknown.class);
        for (var result : results) {
            // A busy machine takes so long to write the queries that the connection ends before the last are sent.
            assertThat(result.get(30, TimeUnit.SECONDS))
                    .isInstanceOfAny(InsertResult.Unknown.class, InsertResult.NotPerformed.class);
        }
        assertThatThrownBy(session::now).isInstanceOf(IOException.class).hasMessageContaining("RTH0210");
        assertThat(insert(session, events.batch(1))).isInstanceOf(InsertResult.NotPerformed.class);
    }

    @Test
    void aConnectionWithoutEventsStaysOpen() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        Session other = stores.open();
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);

            assertThat(feed.poll(Duration.ofSeconds(3))).isNull();
            insert(other, new Events().batch(1));

            assertThat(feed.poll(PATIENCE)).isInstanceOf(FeedItem.Live.class);
        }
    }

    @Test
    void aConnectionThatBreaksInAFrameEndsTheFeed() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        insert(session, new Events().batch(100));
        server.network().cutMidFrame(100);

        assertThatThrownBy(() -> {
                    try (Feed feed = reader.follow(Instant.EPOCH)) {
                        FeedItem item = feed.poll(PATIENCE);
                        while (!(item instanceof FeedItem.Ended ended)) {
                            item = feed.poll(PATIENCE);
                        }
                        throw ended.cause();
                    }
                })
                .hasMessageContaining("RTH0210");
    }

    @Test
    void aLateAnswerFailsAndTheSessionStaysOpen() throws Exception {
        stores.queryTimeout = Duration.ofSeconds(20);
        Session session = stores.open();
        stores.queryTimeout = Duration.ofMillis(500);
        stores.heartbeat = new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(20));
        Session hasty = stores.open();
        server.delay(Duration.ofSeconds(3));

        assertThatThrownBy(hasty::now).isInstanceOf(IOException.class).hasMessageContaining("RTH0213");
        assertThat(insert(hasty, new Events().batch(1))).isInstanceOf(InsertResult.Unknown.class);
        assertThat(hasty.isOpen()).isTrue();
        assertThat(session).isNotNull();
    }

    @Test
    void whenTheServerDiesInAnInsertTheRepeatStoresEachEventOnce() throws Exception {
        stores.durability = Durability.HARD;
        Session session = stores.open();
        Events events = new Events();
        List<Batch> batches = new ArrayList<>();
        List<CompletableFuture<InsertResult>> results = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            batches.add(events.batch(100));
            results.add(session.insert(batches.get(i)).toCompletableFuture());
        }
        results.get(3).get(30, TimeUnit.SECONDS);
        server.kill();

        assertThat(cause(session)).hasMessageContaining("RTH0210");
        long stored = 0;
        for (var result : results) {
            stored += result.get(30, TimeUnit.SECONDS) instanceof Answered ? 1 : 0;
        }
        assertThat(stored).isBetween(1L, 49L);

        server.restart();
        Session again = stores.open();
        for (Batch batch : batches) {
            assertThat(insert(again, batch)).isInstanceOf(Answered.class);
        }
        assertThat(stores.openReader()
                        .find(Stores.wanted(events.src, 1, 10_000))
                        .await())
                .hasSize(5_000);
    }

    @Test
    void closingEndsTheSessionAndItsFeed() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        Feed feed = reader.follow(session.now());
        awaitReady(feed);

        session.close();
        session.close();
        reader.close();
        reader.close();

        assertThat(feed.poll(PATIENCE))
                .isInstanceOfSatisfying(
                        FeedItem.Ended.class, ended -> assertThat(ended.cause()).hasMessageContaining("RTH0211"));
        assertThat(cause(session)).hasMessageContaining("RTH0211");
        feed.close();
    }

    @Test
    void closingAFeedLeavesItsConnectionOpen() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        Feed feed = reader.follow(session.now());
        awaitReady(feed);

        feed.close();

        assertThat(feed.poll(PATIENCE)).isNull();
        assertThat(reader.now()).isNotNull();
    }

    @Test
    void anAbortedFeedEndsAndTheSessionStaysOpen() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        try (Feed feed = reader.follow(session.now())) {
            awaitReady(feed);
            server.abortFeeds(stores.db);

            assertThat(feed.poll(PATIENCE))
                    .isInstanceOfSatisfying(
                            FeedItem.Ended.class,
                            ended -> assertThat(ended.cause()).hasMessageContaining("aborted"));
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsNamedWithoutShowingIt() {
        stores.login = new Login("admin", "s3cret");

        assertThatThrownBy(stores::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("RTH0205")
                .hasMessageContaining("\"admin\"")
                .hasMessageNotContaining("s3cret")
                .hasStackTraceContaining("password")
                .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("s3cret"));
    }

    @Test
    void anUnknownUserIsNamed() {
        stores.login = new Login("nobody", "");

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0205").hasMessageContaining("\"nobody\"");
    }

    @Test
    void anUnknownHostIsNamed() {
        stores.hosts = List.of(new Host("no-such-host.invalid", 28015));

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0201").hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void theNextHostIsTriedWhenOneRefuses() throws Exception {
        stores.hosts = List.of(new Host("localhost", portOfNobody()), new Host("localhost", server.port()));

        assertThat(stores.open().now()).isNotNull();
    }

    @Test
    void allHostsAreNamedWhenNoneCanBeUsed() throws IOException {
        int port = portOfNobody();
        stores.hosts = List.of(new Host("localhost", port), new Host("no-such-host.invalid", 28015));

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0200")
                .hasMessageContaining("RTH0202 localhost:" + port)
                .hasMessageContaining("RTH0201");
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            return taken.getLocalPort();
        }
    }

    private static IOException cause(Session session) throws Exception {
        return session.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
