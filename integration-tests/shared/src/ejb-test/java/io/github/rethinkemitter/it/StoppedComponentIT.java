package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.server.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An EJB observes events, some of which come when the EJB has stopped and the rest of the application has not. */
@ExtendWith({ResultRecorder.class, ServerLogs.class})
class StoppedComponentIT implements ServerLogs.Logging {

    private final ServerKind kind = ServerKind.ofThisProject();
    private final Path war = Archives.war();
    private final List<String> logOfEarlierProcesses = new ArrayList<>();
    private TestServer database;
    private ServerInstance server;

    @BeforeEach
    void start() {
        database = DatabaseServer.start();
        var options = Map.of("rethink.emitter.url", database.url("shop").toString(), Kiosk.TRIGGERS, "true");
        server = new ServerInstance(kind, "k", war, options);
        server.start();
        server.awaitServer();
        server.deploy(war);
        server.awaitConnected();
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
    }

    @Override
    public Map<String, List<String>> logs() {
        return server == null ? Map.of() : Map.of(server.name(), log());
    }

    @Test
    void whatMeetsAStoppedComponentIsObservedAfterTheRedeployment() {
        var inserted = insertedDuring(() -> server.undeploy(war));

        server.deploy(war);

        awaitObserved(inserted);
    }

    @Test
    void whatMeetsAStoppedComponentIsObservedAfterTheRestartOfTheServer() {
        var inserted = insertedDuring(server::stop);
        logOfEarlierProcesses.addAll(server.log());

        server.start();

        awaitObserved(inserted);
    }

    /** Stores events without a pause from before the action until after its end. */
    private Set<String> insertedDuring(Runnable action) {
        var ended = new AtomicBoolean();
        var begun = new CompletableFuture<Void>();
        var inserting = CompletableFuture.supplyAsync(() -> {
            var items = new HashSet<String>();
            try (var outside = database.outside("shop")) {
                do {
                    var item = "item-" + items.size();
                    outside.value(
                            "r.table('" + kind.table() + "').insert({args: ['kiosk', '" + item + "'], ts: r.now()})");
                    items.add(item);
                    begun.complete(null);
                } while (!ended.get());
            }
            return items;
        });
        try {
            CompletableFuture.anyOf(begun, inserting).join();
            action.run();
        } finally {
            ended.set(true);
        }
        return inserting.join();
    }

    private void awaitObserved(Set<String> inserted) {
        var triggeredByTheComponent = said(Kiosk.TRIGGERED);
        assertThat(triggeredByTheComponent).isNotEmpty();
        var all = new HashSet<>(inserted);
        all.addAll(triggeredByTheComponent);
        await().atMost(ServerInstance.TIMEOUT)
                .untilAsserted(() -> assertThat(said(Kiosk.OBSERVED)).containsExactlyInAnyOrderElementsOf(all));
    }

    private Set<String> said(String what) {
        // Servers write more on the line, before and behind.
        var said = Pattern.compile(Pattern.quote(what) + "([a-z0-9-]+)");
        return log().stream()
                .map(said::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private List<String> log() {
        var lines = new ArrayList<>(logOfEarlierProcesses);
        lines.addAll(server.log());
        return lines;
    }
}
