package io.github.rethinkemitter.benchmarks.contenders;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The least that a program can do with RethinkDB: it sends the library's documents, batches and queries over bare sockets, and
 * does nothing else.
 */
public final class FloorContender implements Contender {

    private final String name;
    private final boolean packs;
    private final Duration continueInterval;

    private FloorContender(String name, boolean packs, Duration continueInterval) {
        this.name = name;
        this.packs = packs;
        this.continueInterval = continueInterval;
    }

    /** The smallest program: it asks for the next part of a feed at once. */
    static FloorContender smallest() {
        return new FloorContender("floor", false, Duration.ZERO);
    }

    /** Waits before it asks for the next part of a busy feed, as the library does. */
    static FloorContender throttled() {
        return new FloorContender("pacedFloor", false, Duration.ofMillis(4));
    }

    /** Stores the events that wait together as one document. */
    static FloorContender packed() {
        return new FloorContender("packedFloor", true, Duration.ZERO);
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
    public void prepare(Scenario scenario) {
        RethinkTables.create(scenario, true);
    }

    @Override
    public void remove(Scenario scenario) {
        RethinkTables.drop(scenario);
    }

    @Override
    public Sender sender(Scenario scenario) throws IOException {
        return packs ? new PackedSender(scenario) : new FloorSender(scenario);
    }

    @Override
    public AutoCloseable receive(Scenario scenario, LongConsumer sent) throws Exception {
        List<FloorFeed> feeds = new ArrayList<>();
        for (int i = 0; i < scenario.subscribers(); i++) {
            feeds.add(new FloorFeed(scenario, sent, continueInterval));
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

    static String table(Scenario scenario) {
        return "[15,[[14,[\"" + RethinkTables.DB + "\"]],\"" + scenario.table() + "\"]]";
    }
}
