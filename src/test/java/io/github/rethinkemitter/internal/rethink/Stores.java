package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConnectionSettings;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Address;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Backoff;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Login;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Tls;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.config.LifecycleSettings;
import io.github.rethinkemitter.internal.config.LifecycleSettings.Startup;
import io.github.rethinkemitter.internal.config.PositionSettings;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import io.github.rethinkemitter.internal.config.StartPoint;
import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.config.TableSettings;
import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.config.TableSettings.Durability;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.flow.TableReader.Wanted;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.support.server.TestDb;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Stores on a database of their own, closed with all sessions and threads that they made. */
public final class Stores implements AutoCloseable {

    /** How long to wait for what a store sends. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<TableReader> readers = new ArrayList<>();

    public final String db;

    public List<Host> hosts;
    public Login login = new Login("admin", "");
    public Tls tls;
    public Address address = new Address.Given();
    public Duration connectTimeout = Duration.ofSeconds(20);
    public Duration queryTimeout = Duration.ofSeconds(30);
    public Heartbeat heartbeat = new Heartbeat(Duration.ofSeconds(10), Duration.ofSeconds(5));
    public Create create = Create.IF_MISSING;
    public Durability durability = Durability.SOFT;
    public boolean persist = true;
    int feedQueueSize = 100_000;
    Duration auditInterval = Duration.ofSeconds(10);
    public String subscriber;
    public Duration retention;
    public Duration positionExpiry;
    public String threadRefused;

    public Stores(TestDb db) {
        this("localhost", db.server().port(), db.name());
    }

    public Stores(String host, int port, String db) {
        hosts = List.of(new Host(host, port));
        this.db = db;
    }

    public RethinkStore store() {
        return new RethinkStore(
                new ChannelSettings(
                        "",
                        connection(),
                        new TableSettings(db, "events", create, durability, persist),
                        new PublishSettings(
                                1000,
                                1 << 26,
                                Overflow.FAIL,
                                Duration.ZERO,
                                Pack.NEVER,
                                128,
                                1 << 20,
                                4,
                                1 << 20,
                                Duration.ofSeconds(30),
                                sweep()),
                        new SubscribeSettings(
                                true,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(30),
                                1000,
                                feedQueueSize,
                                auditInterval,
                                new PositionSettings(
                                        subscriber, new StartPoint.Now(), PositionSettings.HistoryLost.EARLIEST)),
                        new DispatchSettings(
                                1000,
                                16 << 20,
                                Duration.ofSeconds(30),
                                null,
                                new AttemptSettings(1, Duration.ZERO, 1, Duration.ZERO, Then.SKIP),
                                Duration.ofDays(7)),
                        new LifecycleSettings(true, Startup.BACKGROUND, Duration.ZERO, Duration.ZERO, true)),
                threads());
    }

    private SweepSettings sweep() {
        return new SweepSettings(Duration.ofSeconds(30), retention, false, positionExpiry);
    }

    public ConnectionSettings connection() {
        return new ConnectionSettings(
                hosts,
                login,
                tls,
                connectTimeout,
                queryTimeout,
                heartbeat,
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)),
                null,
                address);
    }

    public ThreadStarter threads() {
        return (name, task) -> {
            if (name.equals(threadRefused)) {
                throw new IllegalStateException("no more threads");
            }
            Thread thread = new Thread(task, name);
            threads.add(thread);
            thread.start();
            return thread;
        };
    }

    public boolean haveThreads() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    public Session open() throws IOException {
        Session session = store().open();
        sessions.add(session);
        return session;
    }

    /** On a connection of its own. */
    public TableReader openReader() throws IOException {
        TableReader reader = store().openReader();
        readers.add(reader);
        return reader;
    }

    @Override
    public void close() {
        readers.forEach(TableReader::close);
        sessions.forEach(Session::close);
        // One that looks a name up may still be on its way to its end.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threads)
                        .as("threads left by closed sessions")
                        .noneMatch(Thread::isAlive));
    }

    /** Events of a publisher, whenever they were stored. */
    public static Wanted wanted(String src, long first, long last) {
        return new Wanted(src, first, last, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    }

    /** Inserts, and waits for the result. */
    public static InsertResult insert(Session session, Batch batch) throws Exception {
        return session.insert(batch).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Waits until the feed has what was stored before it. */
    public static void awaitReady(Feed feed) throws InterruptedException {
        FeedItem item;
        do {
            item = feed.poll(PATIENCE);
            assertThat(item).isNotNull().isNotInstanceOf(FeedItem.Ended.class);
        } while (!(item instanceof FeedItem.Proven));
    }
}
