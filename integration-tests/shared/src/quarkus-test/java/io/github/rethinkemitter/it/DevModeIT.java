package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.runtime.Channels;
import io.github.rethinkemitter.support.server.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In dev mode, Quarkus reloads the application in the same JVM at the first request after a source file was changed. */
@ExtendWith({ResultRecorder.class, ServerLogs.class})
class DevModeIT implements ServerLogs.Logging {

    private static final int RELOADS = 3;
    private static final int BURST = 50;

    private TestServer database;
    private DevProject project;
    private ServerInstance server;

    @BeforeEach
    void start() {
        database = DatabaseServer.start();
        project = new DevProject();
        server = new ServerInstance(project.kind(database.url("shop")), "dev", Archives.war(), Map.of());
        server.start();
        server.awaitApplication();
        awaitReceived(Expected.connected());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            // Maven ends the JVM of the application when it ends itself, but not when it is killed.
            var children = server.children().toList();
            server.stop();
            children.forEach(ProcessHandle::destroyForcibly);
            server.close();
        }
        database.close();
    }

    @Override
    public Map<String, List<String>> logs() {
        return server == null ? Map.of() : Map.of(server.name(), server.log());
    }

    @Test
    void aReloadInDevModeLeavesOneSubscription() {
        // The threads that complete stages start with the first event.
        var first = ObservedLines.from(server, "");
        server.post("burst/" + BURST);
        first.awaitInOrder(Expected.burst(BURST));
        int connections = database.openConnections();
        int threads = countThreads();

        for (int i = 1; i <= RELOADS; i++) {
            project.edit(
                    "Lifecycle.java",
                    i == 1 ? "\"connected " : "\"connected " + (i - 1) + " ",
                    "\"connected " + i + " ");
            awaitReceived(List.of("connected " + i + " \"\"", "connected " + i + " \"audit\"", "audit is ready"));

            var observed = ObservedLines.from(server, "");
            server.post("burst/" + BURST);
            observed.awaitInOrder(Expected.burst(BURST));
        }

        await().atMost(ServerInstance.TIMEOUT).untilAsserted(() -> {
            assertThat(database.openConnections()).isEqualTo(connections);
            assertThat(countThreads()).isEqualTo(threads);
            assertThat(server.children().mapToInt(child -> Heap.countInstances(child.pid(), Channels.class)))
                    .containsExactly(1);
        });
    }

    private int countThreads() {
        return server.threads().size();
    }

    // These lines and no others: if the old application still observed, there would be each line twice.
    private void awaitReceived(List<String> lines) {
        await().atMost(ServerInstance.TIMEOUT)
                .untilAsserted(() -> assertThat(server.received()).containsExactlyInAnyOrderElementsOf(lines));
    }
}
