package io.github.rethinkemitter.support.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.support.TimeLimit;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.client.RawFeed;
import io.github.rethinkemitter.support.client.RawReply;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The faults of a {@link TestServer} do what their names say, on every server. */
@ContractTest
@Timeout(120)
class TestServerTest {

    @Test
    void aKilledServerRefusesConnectionsAndKeepsItsDocuments(TestServer server, TestDb db) {
        db.create().createTable("t");
        try (RawClient client = RawClient.connect(db.url())) {
            client.value("r.table('t').insert({id: 1})");

            server.kill();

            assertThatThrownBy(() -> client.value("r.now()")).isInstanceOf(UncheckedIOException.class);
        }
        assertThatThrownBy(() -> RawClient.connect(db.url())).isInstanceOf(UncheckedIOException.class);

        server.restart();

        try (RawClient client = RawClient.connect(db.url())) {
            client.value("r.table('t').wait({timeout: 30})");
            assertThat(client.value("r.table('t').count()").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aFrozenServerAnswersOnlyAfterItIsThawed(TestServer server, TestDb db) {
        try (RawClient client = RawClient.connect(db.url())) {
            server.freeze();
            client.send(77, "[1,1]");

            assertThat(client.awaitReply(77, TimeLimit.in(Duration.ofMillis(300))))
                    .isFalse();

            server.thaw();
            assertThat(client.reply(77).type()).isEqualTo(RawReply.ATOM);
        }
    }

    @Test
    void abortedFeedsEndWithAnErrorAndTheConnectionStaysOpen(TestServer server, TestDb db) {
        db.create().createTable("t");
        try (RawClient client = RawClient.connect(db.url())) {
            RawFeed feed = client.feed("r.table('t').changes({include_states: true})");
            assertThat(feed.take(1, Duration.ofSeconds(30))).hasSize(1);

            server.abortFeeds(db.name());

            assertThat(feed.take(1, Duration.ofSeconds(30))).isEmpty();
            assertThat(feed.last().json().path("r").path(0).asText()).contains("Changefeed aborted");
            assertThat(client.value("r.expr(1)").asInt()).isEqualTo(1);
        }
    }

    @Test
    void droppedConnectionsEndAndNewOnesAreAccepted(TestServer server, TestDb db) {
        try (RawClient client = RawClient.connect(db.url())) {
            server.dropConnections();
            assertThatThrownBy(() -> client.value("r.now()")).isInstanceOf(UncheckedIOException.class);
        }
        try (RawClient client = RawClient.connect(db.url())) {
            assertThat(client.value("r.expr(1)").asInt()).isEqualTo(1);
            assertThat(server.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionWhoseBytesAreDroppedStaysOpenAndSilent(TestServer server, TestDb db) {
        try (RawClient client = RawClient.connect(db.url())) {
            server.network().swallow();
            client.send(78, "[1,1]");

            assertThat(client.awaitReply(78, TimeLimit.in(Duration.ofMillis(300))))
                    .isFalse();
            assertThat(server.openConnections()).isEqualTo(1);
        }
    }
}
