package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.internal.cdi.Catalogue;
import jakarta.enterprise.inject.se.SeContainer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ResultRecorder.class)
class TwoContainersTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int BURST = 500;
    private static final int RESTARTS = 5;

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
        try (var a = SeServer.start();
                var b = SeServer.start()) {
            assertThat(jarOf(a.container().getClass())).isEqualTo(System.getProperty("expected.container"));
            for (var server : List.of(a, b)) {
                assertThat(server.bean(Catalogue.class).foundBy())
                        .hasToString(System.getProperty("expected.extension"));
                awaitLines(server, Expected.connected());
            }
            ResultRecorder.note(a.bean(Facts.class).all());
            ResultRecorder.note(
                    Map.of("name", System.getProperty("container.name"), "version", versionOf(a.container())));

            long tasks = tasksOfCommonPool();
            a.openShopFor("Ada");

            for (var server : List.of(a, b)) {
                awaitLines(server, opened("Ada"));
                assertThat(server.received()).containsSubsequence("priority 1", "priority 2", "priority 3");
            }
            assertThat(tasksOfCommonPool()).isEqualTo(tasks);
        }
        awaitNothingLeft();
    }

    @Test
    void aServerThatComesLaterGetsWhatIsTriggeredFromThenOn() throws Exception {
        try (var a = SeServer.start()) {
            awaitLines(a, Expected.connected());
            a.openShopFor("Ada");
            awaitLines(a, opened("Ada"));

            try (var b = SeServer.start()) {
                awaitLines(b, Expected.connected());
                b.openShopFor("Bob");

                awaitLines(b, opened("Bob"));
            }
            awaitLines(a, opened("Ada", "Bob"));
        }
    }

    @Test
    void whatIsTriggeredWhileTheDatabaseIsAwayArrivesWhenItIsBack() throws Exception {
        try (var a = SeServer.start();
                var b = SeServer.start()) {
            awaitLines(a, Expected.connected());
            awaitLines(b, Expected.connected());

            database.faults().refuseConnections();
            database.faults().dropConnections();
            a.openShopFor("Cleo");
            database.faults().acceptConnections();

            awaitLines(a, opened("Cleo"));
            awaitLines(b, opened("Cleo"));
        }
    }

    @Test
    void aServerThatStopsStoresWhatWasTriggeredAndContinuesAfterItsStart() throws Exception {
        try (var b = SeServer.start("b")) {
            awaitLines(b, Expected.connected());
            try (var a = SeServer.start("a")) {
                awaitLines(a, Expected.connected());
                a.inShop(shop -> shop.burst(BURST));
            }
            awaitBurst(b);
            b.openShopFor("Dora");

            try (var a = SeServer.start("a")) {
                // Of the burst, the server gets the events that it had not observed before it stopped.
                await().atMost(TIMEOUT)
                        .untilAsserted(
                                () -> assertThat(withoutBurst(a)).containsExactlyInAnyOrderElementsOf(opened("Dora")));
            }
        }
    }

    @Test
    void fiveRestartsLeaveNoThreadSocketOrClassLoader() throws Exception {
        var loaders = new ArrayList<WeakReference<ClassLoader>>();

        for (int i = 0; i < RESTARTS; i++) {
            loaders.add(loaderOfAServerThatWasUsed());
            awaitNothingLeft();
        }

        // Weld keeps objects of the build compatible extensions of its last start until the next start.
        try (var another = SeServer.start()) {
            awaitLines(another, Expected.connected());
            await().atMost(TIMEOUT).untilAsserted(() -> {
                System.gc();
                assertThat(loaders).allMatch(loader -> loader.get() == null);
            });
        }
    }

    private static WeakReference<ClassLoader> loaderOfAServerThatWasUsed() throws Exception {
        try (var server = SeServer.start()) {
            awaitLines(server, Expected.connected());
            server.openShopFor("Eve");
            awaitLines(server, opened("Eve"));
            return new WeakReference<>(server.loader());
        }
    }

    // The lines of a server that was started, after the shop was opened for these customers.
    private static List<String> opened(String... customers) {
        var lines = new ArrayList<>(Expected.connected());
        for (String customer : customers) {
            lines.addAll(Expected.opened(customer));
            lines.add(Expected.asyncOnOwnThread(Runtime.version().feature()));
        }
        return lines;
    }

    private static void awaitBurst(SeServer server) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(server.received())
                        .filteredOn(line -> line.startsWith("burst "))
                        .containsExactlyElementsOf(Expected.burst(BURST)));
    }

    private static List<String> withoutBurst(SeServer server) {
        return server.received().stream()
                .filter(line -> !line.startsWith("burst "))
                .toList();
    }

    // Containers use the common pool of the JVM for their start. The library and its driver must not use it.
    private static long tasksOfCommonPool() {
        var pool = ForkJoinPool.commonPool();
        assertThat(pool.awaitQuiescence(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return pool.getStealCount();
    }

    private void awaitNothingLeft() {
        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(LibraryThreads.alive().map(Thread::getName)).isEmpty();
            assertThat(database.openConnections()).isZero();
        });
    }

    private static void awaitLines(SeServer server, List<String> lines) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(server.received()).containsExactlyInAnyOrderElementsOf(lines));
    }

    private static String jarOf(Class<?> type) {
        var path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    // "5.1.6.Final" of weld-se-core-5.1.6.Final.jar
    private static String versionOf(SeContainer container) {
        return jarOf(container.getClass()).replaceAll("^[a-z-]+|\\.jar$", "");
    }
}
