package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.server.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two servers of one kind with the application, and one RethinkDB. Both servers run during all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({ResultRecorder.class, ServerLogs.class})
class TwoServersIT implements ServerLogs.Logging {

    private static final int REDEPLOYMENTS = 5;
    private static final int BURST = 500;

    private final ServerKind kind = ServerKind.ofThisProject();
    private final Path war = Archives.war();
    private TestServer database;
    private ServerInstance a;
    private ServerInstance b;
    private ServerInstance h;
    private int jdk;

    @BeforeAll
    void startAll() {
        database = DatabaseServer.start();
        var options = Map.of("rethink.emitter.url", database.url("shop").toString());
        a = new ServerInstance(kind, "a", war, options);
        b = new ServerInstance(kind, "b", war, options);
        for (var server : List.of(a, b)) {
            server.start();
        }
        for (var server : List.of(a, b)) {
            if (hasDeployments()) {
                server.awaitServer();
                server.deploy(war);
            }
        }
        for (var server : List.of(a, b)) {
            server.awaitConnected();
        }
        jdk = a.jdk();
        ResultRecorder.note(a.facts());
        ResultRecorder.note(Map.of("name", kind.value("name", ""), "version", kind.value("version", "")));
    }

    @AfterAll
    void stopAll() {
        for (var part : new AutoCloseable[] {a, b, h, database}) {
            if (part != null) {
                close(part);
            }
        }
    }

    @Override
    public Map<String, List<String>> logs() {
        return Stream.of(a, b, h)
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(ServerInstance::name, ServerInstance::log));
    }

    @Test
    void whatOneServerTriggersTheObserversOfBothGet() {
        var observed = observed();

        a.post("open/Ada");

        for (var each : observed) {
            each.awaitExactly(Expected.all(Expected.opened("Ada"), linesAboutContext("Ada")));
            assertThat(each.now()).containsSubsequence("priority 1", "priority 2", "priority 3");
        }
    }

    @Test
    void theApplicationConfiguresByMicroProfileWhereTheServerHasIt() {
        try (var outside = database.outside("shop")) {
            assertThat(outside.value("r.db('shop').tableList()").toString())
                    .contains("\"" + kind.table() + "\"")
                    .contains("\"audit\"")
                    .doesNotContain(
                            kind.has("microprofile-config") ? "\"events_by_properties\"" : "events_by_microprofile");
        }
    }

    @Test
    @EnabledIf("hasDeployments")
    void theApplicationHasOneJarAndItsRestAnswersAreAsWithoutIt() {
        var plain = Archives.withoutLibrary();
        a.deploy(plain);
        a.awaitAnswer("/plain", "invoice");

        var answer = a.get(kind.context(), "invoice");

        assertThat(answer).isEqualTo("{\"due-on\":\"2026-01-31\"}").isEqualTo(a.get("/plain", "invoice"));
        assertThat(Archives.libraries()).singleElement().asString().startsWith("rethink-emitter-");
        a.undeploy(plain, "/plain");
    }

    @Test
    void everyThreadOfTheLibraryIsWhatTheServerLends() {
        kind.checkThreads(a.threads());
        if (kind.value("threads", "").equals("microprofile")) {
            assertThat(a.log()).anyMatch(line -> line.contains(" on own threads and the MicroProfile executor;"));
        }
    }

    @Test
    void whatIsTriggeredWhileTheDatabaseIsAwayArrivesWhenItIsBack() {
        var observed = observed();

        database.kill();
        a.post("open/Cleo");
        database.restart();

        for (var each : observed) {
            each.awaitExactly(Expected.all(Expected.opened("Cleo"), linesAboutContext("Cleo")));
        }
    }

    @Test
    @EnabledIf("hasHealth")
    void aServerIsNotReadyWhileTheDatabaseIsAwayAndLiveAllTheTime() {
        var server = serverWithHealth();
        await().atMost(ServerInstance.TIMEOUT)
                .untilAsserted(() -> assertThat(server.health("ready")).matches(Health::isUp));
        assertThat(server.health("started")).matches(Health::isUp);
        assertThat(server.health("ready").data("state")).isEqualTo("CONNECTED");
        assertThat(server.health("ready").data("audit.state")).isEqualTo("CONNECTED");

        database.kill();

        await().atMost(ServerInstance.TIMEOUT)
                .untilAsserted(() -> assertThat(server.health("ready")).matches(Health::isDown));
        assertThat(server.health("ready").data("problems")).isNotEmpty();
        assertThat(server.health("live")).matches(Health::isUp);
        assertThat(server.health("started")).matches(Health::isUp);

        database.restart();

        await().atMost(ServerInstance.TIMEOUT)
                .untilAsserted(() -> assertThat(server.health("ready")).matches(Health::isUp));
    }

    // Where the usual configuration of the server has no health checks, another server has them.
    private ServerInstance serverWithHealth() {
        if (kind.value("profile.h", "").isEmpty()) {
            return a;
        }
        h = new ServerInstance(
                kind,
                "h",
                war,
                Map.of("rethink.emitter.url", database.url("shop").toString()));
        h.start();
        h.awaitServer();
        h.deploy(war);
        h.awaitConnected();
        return h;
    }

    @Test
    @EnabledIf("hasOpenTelemetry")
    void aRequestIsTracedToTheObserversOfBothServersAndEachAttemptIsASpan() {
        var request = TracedRequest.to(a, List.of(a, b));

        request.checkTraces();
        request.checkMetrics("telemetry/metrics", kind.table(), "");
        if (kind.has("micrometer")) {
            request.checkMetrics("micrometer", kind.table(), "none");
        }
    }

    boolean hasOpenTelemetry() {
        return kind.has("opentelemetry");
    }

    boolean hasHealth() {
        return !kind.value("health", "").isEmpty();
    }

    @Test
    void aServerThatStopsStoresWhatWasTriggeredAndContinuesAfterItsStart() {
        var onB = ObservedLines.from(b, kind.context());
        a.post("burst/" + BURST);
        a.stop();
        checkPositionsOfAnOrderlyStop("a");
        onB.awaitInOrder(Expected.burst(BURST));
        b.post("open/Dora");
        onB.awaitExactly(Expected.all(Expected.burst(BURST), Expected.opened("Dora"), linesAboutContext("Dora")));

        a.start();
        a.awaitConnected();

        // Of the burst, the server gets the events that it had not observed before it stopped.
        ObservedLines.all(a, kind.context(), line -> !line.startsWith("burst "))
                .awaitExactly(Expected.all(Expected.opened("Dora"), linesAboutContext("Dora")));
    }

    boolean hasDeployments() {
        return !kind.value("deployments", "").isEmpty();
    }

    @Test
    @EnabledIf("hasDeployments")
    void fiveRedeploymentsLeaveNoThreadSocketOrClassLoader() {
        int connections = database.openConnections();
        var threads = b.threads();

        for (int i = 0; i < REDEPLOYMENTS; i++) {
            b.undeploy(war);
            b.deploy(war);
            b.awaitConnected();
        }

        await().atMost(ServerInstance.TIMEOUT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    b.occupyAllWorkers();
                    assertThat(database.openConnections()).isEqualTo(connections);
                    // There may be fewer: the thread that completes stages ends when it has nothing to do.
                    assertThat(b.threads()).isSubsetOf(threads).doesNotHaveDuplicates();
                    if (!kind.has("keeps-class-loaders")) {
                        assertThat(Heap.countInstances(b.pid(), ApplicationLoader.class))
                                .isEqualTo(1);
                    }
                });
        var observed = observed();
        a.post("open/Eve");
        for (var each : observed) {
            each.awaitExactly(Expected.all(Expected.opened("Eve"), linesAboutContext("Eve")));
        }
    }

    // A position is whole only if it was written during an orderly stop. Each channel has one.
    private void checkPositionsOfAnOrderlyStop(String subscriber) {
        try (var outside = database.outside("shop")) {
            for (var table : List.of(kind.table(), "audit")) {
                var position = outside.value("r.db('shop').table('" + table + "_positions').get('" + subscriber + "')");
                assertThat(position.path("whole").asBoolean())
                        .as(position.toString())
                        .isTrue();
            }
        }
    }

    private List<ObservedLines> observed() {
        return List.of(ObservedLines.from(a, kind.context()), ObservedLines.from(b, kind.context()));
    }

    private List<String> linesAboutContext(String customer) {
        var names = kind.has("names") ? "shop" : "no names";
        return Expected.all(
                ExpectedOnServers.opened(customer),
                List.of(kind.asyncThread(jdk), "names: " + names, "names of async: " + names));
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
