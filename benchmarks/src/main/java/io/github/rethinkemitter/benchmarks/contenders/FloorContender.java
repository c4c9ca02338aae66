package io.github.rethinkemitter.benchmarks.contenders;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** What RethinkDB itself allows: the library's documents, batches and queries over bare sockets, and nothing else. */
public final class FloorContender implements Contender {

    private final String name;
    private final Duration pace;

    private FloorContender(String name, Duration pace) {
        this.name = name;
        this.pace = pace;
    }

    /** The smallest program: asks a feed on at once. */
    static FloorContender smallest() {
        return new FloorContender("floor", Duration.ZERO);
    }

    /** Lets events of a busy feed gather as the library does. */
    static FloorContender paced() {
        return new FloorContender("pacedFloor", Duration.ofMillis(4));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String service() {
        return "rethinkdb";
    }

    @Override
    public void prepare(Scenario scene) {
        RethinkTables.make(scene, true);
    }

    @Override
    public Sender sender(Scenario scene) throws IOException {
        return new FloorSender(scene);
    }

    @Override
    public AutoCloseable receive(Scenario scene, LongConsumer sent) throws Exception {
        List<FloorFeed> feeds = new ArrayList<>();
        for (int i = 0; i < scene.subscribers(); i++) {
            feeds.add(new FloorFeed(scene, sent, pace));
        }
        for (FloorFeed feed : feeds) {
            feed.awaitReady();
        }
        return () -> {
            for (FloorFeed feed : feeds) {
                feed.close();
            }
        };
    }

    static String table(Scenario scene) {
        return "[15,[[14,[\"" + RethinkTables.DB + "\"]],\"" + scene.table() + "\"]]";
    }
}
