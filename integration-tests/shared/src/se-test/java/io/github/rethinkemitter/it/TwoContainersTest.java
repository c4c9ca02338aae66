package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.internal.cdi.Catalogue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WorksOn.class)
class TwoContainersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private EmbeddedRethinkDb database;

    @BeforeEach
    void startDatabase() {
        database = EmbeddedRethinkDb.start();
        System.setProperty("rethink.emitter.url", database.uri());
    }

    @AfterEach
    void stopDatabase() {
        System.clearProperty("rethink.emitter.url");
        database.close();
    }

    @Test
    void whatOneServerTriggersTheObserversOfBothGet() throws Exception {
        try (var a = Server.start();
                var b = Server.start()) {
            assertThat(jarOf(a.container().getClass())).isEqualTo(System.getProperty("expected.container"));
            for (var server : List.of(a, b)) {
                assertThat(server.bean(Catalogue.class).foundBy())
                        .hasToString(System.getProperty("expected.extension"));
                awaitLines(server, Expected.connected());
            }
            WorksOn.note(a.bean(Facts.class).all());

            a.openShopFor("Ada");

            for (var server : List.of(a, b)) {
                awaitLines(server, Expected.all(Expected.connected(), Expected.opened("Ada")));
                assertThat(server.received()).containsSubsequence("priority 1", "priority 2", "priority 3");
            }
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(LibraryThreads.alive().map(Thread::getName)).isEmpty());
        assertThat(database.openConnections()).isZero();
    }

    @Test
    void aServerThatComesLaterGetsWhatIsTriggeredFromThenOn() throws Exception {
        try (var a = Server.start()) {
            awaitLines(a, Expected.connected());
            a.openShopFor("Ada");
            awaitLines(a, Expected.all(Expected.connected(), Expected.opened("Ada")));

            try (var b = Server.start()) {
                awaitLines(b, Expected.connected());
                b.openShopFor("Bob");

                awaitLines(b, Expected.all(Expected.connected(), Expected.opened("Bob")));
            }
            awaitLines(a, Expected.all(Expected.connected(), Expected.opened("Ada"), Expected.opened("Bob")));
        }
    }

    private static void awaitLines(Server server, List<String> lines) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.received()).containsExactlyInAnyOrderElementsOf(lines));
    }

    private static String jarOf(Class<?> type) {
        var path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
