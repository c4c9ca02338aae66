package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.server.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server with an enterprise archive: the library is in {@code lib/}, and two wars observe the same topics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({ResultRecorder.class, ServerLogs.class})
@EnabledIf("hasArchives")
class EnterpriseArchiveIT implements ServerLogs.Logging {

    private static final List<String> WARS = List.of("one", "two");
    private static final int REDEPLOYMENTS = 2;

    private final ServerKind kind = ServerKind.ofThisProject();
    private final Path ear = Archives.ear(WARS);
    private TestServer database;
    private ServerInstance server;

    static boolean hasArchives() {
        return ServerKind.ofThisProject().has("ear");
    }

    @BeforeAll
    void startAll() {
        database = DatabaseServer.start();
        var options = Map.of("rethink.emitter.url", database.url("shops").toString());
        server = new ServerInstance(kind, "e", ear, options);
        server.start();
        server.awaitServer();
        server.deploy(ear);
        awaitConnected();
    }

    @AfterAll
    void stopAll() {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Override
    public Map<String, List<String>> logs() {
        return server == null ? Map.of() : Map.of(server.name(), server.log());
    }

    @Test
    void eachWarGetsWhatAnyTriggersInItsOwnClasses() {
        checkThatBothWarsObserve("Ada");
    }

    private void checkThatBothWarsObserve(String customer) {
        var one = ObservedLines.from(server, "/one", EnterpriseArchiveIT::isPromised);
        var two = ObservedLines.from(server, "/two", EnterpriseArchiveIT::isPromised);

        server.post("/one", "open/" + customer);

        one.awaitExactly(expected(customer));
        two.awaitExactly(expected(customer));
    }

    @Test
    void theConfigurationOfTheArchiveCounts() {
        try (var outside = database.outside("shops")) {
            assertThat(outside.value("r.db('shops').tableList()").toString()).contains("\"" + kind.table() + "\"");
        }
    }

    // A class that needs an API which the server does not have would be reported at the deployment.
    @Test
    void theLogSaysNothingAboutHealthChecksThatTheServerDoesNotHave() {
        assertThat(server.log()).isNotEmpty().noneMatch(line -> line.contains("rethinkemitter.internal.health"));
    }

    @Test
    void oneSubscriptionServesBothWars() {
        assertThat(server.threads("/one"))
                .filteredOn(line -> line.matches("rethink-emitter-(audit-)?observers .*"))
                .hasSize(2);
    }

    @Test
    void everyThreadIsWhatTheServerLends() {
        kind.checkThreads(server.threads("/one"));
    }

    @Test
    void redeploymentsLeaveNoThreadSocketOrClassLoader() {
        int connections = database.openConnections();
        int threads = server.threads("/one").size();

        for (int i = 0; i < REDEPLOYMENTS; i++) {
            server.undeploy(ear, "/one");
            await("the connections are gone")
                    .atMost(ServerInstance.TIMEOUT)
                    .untilAsserted(() -> assertThat(database.openConnections()).isZero());
            server.deploy(ear);
            awaitConnected();
        }

        await().atMost(ServerInstance.TIMEOUT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    WARS.forEach(war -> server.occupyAllWorkers("/" + war));
                    assertThat(database.openConnections()).isEqualTo(connections);
                    assertThat(server.threads("/one")).hasSize(threads);
                    assertThat(Heap.countInstances(server.pid(), ApplicationLoader.class))
                            .isEqualTo(WARS.size());
                });
        checkThatBothWarsObserve("Eve");
    }

    private static boolean isPromised(String line) {
        return !line.startsWith("names");
    }

    // There is one channel, so a failed observer of one war is reported to the other war, too. The java: names that an
    // observer finds are not promised: WildFly has none outside of the wars, and Open Liberty has those of one war.
    private static List<String> expected(String customer) {
        var ofThisWar = Expected.all(Expected.opened(customer), ExpectedOnServers.opened(customer));
        return Expected.all(
                ofThisWar,
                ofThisWar.stream().filter(line -> line.startsWith("failed ")).toList(),
                List.of(Expected.asyncOnContainerThread()));
    }

    private void awaitConnected() {
        WARS.forEach(war -> server.awaitConnected("/" + war));
    }
}
