package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.internal.cdi.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TwoContainersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECOND = Observers.class.getName() + ".second(java.lang.String)";

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
                awaitLines(server, List.of("connected \"\"", "connected \"audit\"", "audit is ready"));
            }

            a.openShopFor("Ada");

            for (var server : List.of(a, b)) {
                awaitLines(
                        server, Stream.concat(connectedLines(), linesFor("Ada")).toList());
                assertThat(server.received()).containsSubsequence("priority 1", "priority 2", "priority 3");
            }
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threadsOfTheLibrary()).isEmpty());
        assertThat(database.openConnections()).isZero();
    }

    @Test
    void aServerThatComesLaterGetsWhatIsTriggeredFromThenOn() throws Exception {
        try (var a = Server.start()) {
            awaitLines(a, connectedLines().toList());
            a.openShopFor("Ada");
            awaitLines(a, Stream.concat(connectedLines(), linesFor("Ada")).toList());

            try (var b = Server.start()) {
                awaitLines(b, connectedLines().toList());
                b.openShopFor("Bob");

                awaitLines(b, Stream.concat(connectedLines(), linesFor("Bob")).toList());
            }
            awaitLines(
                    a,
                    Stream.of(connectedLines(), linesFor("Ada"), linesFor("Bob"))
                            .flatMap(s -> s)
                            .toList());
        }
    }

    private static Stream<String> connectedLines() {
        return Stream.of("connected \"\"", "connected \"audit\"", "audit is ready");
    }

    private static Stream<String> linesFor(String customer) {
        return Stream.of(
                "text " + customer,
                "whole text [" + customer + ", two, 3] {for=" + customer + "}",
                "later " + customer + ", basket 1",
                "number 42",
                "order " + new Order(1, customer),
                "any order.placed",
                "orders 2, last " + customer,
                "any order.bulk",
                "json " + customer,
                "audited " + customer,
                "basket of one 1 2",
                "basket of two 1 2",
                "priority 1",
                "priority 2",
                "failed " + SECOND + ": the second one always fails",
                "priority 3");
    }

    private static void awaitLines(Server server, List<String> lines) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.received()).containsExactlyInAnyOrderElementsOf(lines));
    }

    private static String jarOf(Class<?> type) {
        var path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<String> threadsOfTheLibrary() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("rethink-emitter")
                        || Stream.of(entry.getValue()).anyMatch(TwoContainersTest::isOfTheLibrary))
                .map(entry -> entry.getKey().getName())
                .toList();
    }

    private static boolean isOfTheLibrary(StackTraceElement frame) {
        return frame.getClassName().startsWith("io.github.rethinkemitter.internal.")
                || frame.getClassName().startsWith("com.rethinkdb.");
    }
}
