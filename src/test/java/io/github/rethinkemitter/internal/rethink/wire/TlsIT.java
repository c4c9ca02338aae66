package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Tls;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult.Answered;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.rethink.Events;
import io.github.rethinkemitter.internal.rethink.Stores;
import io.github.rethinkemitter.support.server.RealServer;
import io.github.rethinkemitter.support.server.RethinkProcess;
import io.github.rethinkemitter.support.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections to a RethinkDB whose certificate names localhost. */
@Timeout(90)
class TlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static TestServer server;

    private Stores stores;

    @BeforeAll
    static void startServer() throws IOException {
        assumeTrue(RealServer.binary().isPresent(), "no rethinkdb on the PATH");
        certificates = new Certificates(Files.createDirectory(directory.resolve("good")));
        server = new TestServer(RethinkProcess.start(
                RealServer.binary().get(),
                "--driver-tls-cert",
                certificates.certificate("localhost").toString(),
                "--driver-tls-key",
                certificates.key("localhost").toString()));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void prepare() {
        stores = new Stores("localhost", server.port(), "tls");
        stores.tls = new Tls(certificates.authority().toString());
    }

    @AfterEach
    void closeAll() {
        server.heal();
        stores.close();
    }

    @Test
    void eventsTravelEncrypted() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        try (Feed feed = reader.follow(session.now())) {
            Stores.awaitReady(feed);

            assertThat(Stores.insert(session, new Events().batch(1))).isInstanceOf(Answered.class);

            assertThat(feed.poll(PATIENCE)).isInstanceOf(FeedItem.Live.class);
        }
    }

    // More than a tick passes between the two halves of a TLS record.
    @Test
    void aRecordThatComesInTwoHalvesIsReadWhole() throws Exception {
        Session session = stores.open();
        TableReader reader = stores.openReader();
        Events events = new Events();
        String args = "[\"t\",\"" + "x".repeat(100_000) + "\"]";
        try (Feed feed = reader.follow(session.now())) {
            Stores.awaitReady(feed);
            server.delay(Duration.ofMillis(3L * HeartbeatMonitor.TICK_MILLIS));

            Stores.insert(session, events.batchOf(args));

            FeedItem item = feed.poll(PATIENCE);
            assertThat(item).isInstanceOf(FeedItem.Live.class);
            assertThat(((FeedItem.Live) item).event().args()).isEqualTo(args);
        }
    }

    @Test
    void aSilentServerEndsTheSession() throws Exception {
        stores.heartbeat = new Heartbeat(Duration.ofMillis(300), Duration.ofMillis(700));
        Session session = stores.open();

        server.network().swallow();
        Events events = new Events();
        for (int i = 0; i < 20; i++) {
            session.insert(events.batchOf("[\"t\",\"" + "x".repeat(1 << 20) + "\"]"));
        }

        assertThat(session.ended().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .hasMessageContaining("RTH0210");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws IOException {
        var others = new Certificates(Files.createDirectory(directory.resolve("other")));
        stores.tls = new Tls(others.authority().toString());

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0204").hasMessageContaining("ca-file");
    }

    @Test
    void aCertificateForAnotherHostNameIsRefused() {
        stores.hosts = List.of(new Host("127.0.0.1", server.port()));

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0204").hasMessageContaining("127.0.0.1");
    }

    @Test
    void anAuthorityUnknownToTheJvmIsRefused() {
        stores.tls = new Tls(null);

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0204");
    }

    @Test
    void aPlainClientIsToldToEncrypt() {
        stores.tls = null;
        stores.connectTimeout = Duration.ofSeconds(3);

        assertThatThrownBy(stores::open).hasMessageContaining("does it expect an encrypted connection");
    }
}
