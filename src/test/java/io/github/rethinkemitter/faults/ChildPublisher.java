package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A publisher in a process of its own. Killed and started again it is another one. */
final class ChildPublisher implements EventPublisher {

    private final PublishedEvents ledger;
    private final EmitterOptions options;
    private int self;
    private @Nullable FaultProcess child;

    ChildPublisher(int self, PublishedEvents ledger, EmitterOptions options) {
        this.self = self;
        this.ledger = ledger;
        this.options = options;
    }

    @Override
    public void start() {
        child = FaultProcess.start(PublishingMain.class, options, List.of("-Dpublisher=" + self));
    }

    @Override
    public void refresh() {
        if (child == null) {
            return;
        }
        for (String[] words : child.news()) {
            switch (words[0]) {
                case "triggered" -> ledger.triggered(self, Integer.parseInt(words[1]));
                case "acknowledged" -> ledger.acknowledged(self, Integer.parseInt(words[1]));
                case "refused" -> ledger.refused(new AssertionError("event " + words[1] + " of publisher " + self));
                default -> {
                    // a line of its log
                }
            }
        }
    }

    /** Ends it as kill -9 does: what it did not say to be acknowledged will never be. */
    void kill() {
        if (child != null) {
            child.kill();
            refresh();
            child.close();
            child = null;
            ledger.died(self);
        }
    }

    /** Starts the next process in its place. */
    void startAs(int another) {
        self = another;
        start();
    }

    @Override
    public void stop() {
        if (child != null) {
            child.say("stop");
        }
    }

    @Override
    public void close() {
        if (child != null) {
            child.end();
            refresh();
            child.close();
            child = null;
        }
    }
}
