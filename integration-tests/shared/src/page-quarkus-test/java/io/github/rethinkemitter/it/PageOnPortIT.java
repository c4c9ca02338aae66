package io.github.rethinkemitter.it;

import io.github.rethinkemitter.support.server.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of a server without servlets, on a port of the server's machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ServerLogs.class)
class PageOnPortIT implements ServerLogs.Logging {

    private final ServerKind kind = ServerKind.ofThisProject();
    private TestServer database;
    private ServerInstance server;

    @BeforeAll
    void start() {
        database = DatabaseServer.start();
        server = new ServerInstance(
                kind,
                "p",
                Archives.war(),
                Map.of(
                        "rethink.emitter.url", database.url("shop").toString(),
                        "rethink.emitter.page.payloads", "true",
                        "rethink.emitter.page.actions", "true"));
        server.start();
        server.awaitConnected();
    }

    @AfterAll
    void stop() {
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
    void itIsClosedForThoseWithoutTheToken() throws Exception {
        Viewer.Address.in(server::log).checkThatItIsClosed();
    }

    @Test
    void itShowsEventsAndRedrivesWhatIsParked() {
        try (var viewer = Viewer.of(Viewer.Address.in(server::log).withToken())) {
            viewer.checkTailAndRedrive(() -> server.post("open/Ada"));
        }
    }
}
