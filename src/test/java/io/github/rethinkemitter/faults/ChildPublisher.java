package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A publisher in a process of its own. A process that replaces a killed one is another publisher. */
final class ChildPublisher implements EventPublisher {

    private final PublishedEvents published;
    private final EmitterOptions options;
    private int publisher;
    private @Nullable FaultProcess process;
    private ReportedStatus status = ReportedStatus.NONE;

    ChildPublisher(int publisher, PublishedEvents published, EmitterOptions options) {
        this.publisher = publisher;
        this.published = published;
        this.options = options;
    }

    @Override
    public void start() {
        status = ReportedStatus.NONE;
        process = FaultProcess.start(PublishingMain.class, options, List.of("-Dpublisher=" + publisher));
    }

    @Override
    public Optional<ReportedStatus> status() {
        recordProgress();
        return process == null ? Optional.empty() : Optional.of(status);
    }

    @Override
    public void recordProgress() {
        if (process == null) {
            return;
        }
        for (String[] words : process.newLines()) {
            switch (words[0]) {
                case "triggered" -> published.addTriggered(publisher, Integer.parseInt(words[1]));
                case "acknowledged" -> published.addAcknowledged(publisher, Integer.parseInt(words[1]));
                case "refused" ->
                    published.addRefusal(new AssertionError("event " + words[1] + " of publisher " + publisher));
                case "status" -> status = ReportedStatus.of(words);
                default -> {
                    // a line of the log
                }
            }
        }
    }

    /** Kills the process as kill -9 does. Events that it has not reported as acknowledged stay without an outcome. */
    void kill() {
        if (process != null) {
            process.kill();
            recordProgress();
            process.close();
            process = null;
            published.addDeath(publisher);
        }
    }

    /** Starts another process, which is publisher {@code another}. */
    void startAs(int another) {
        publisher = another;
        start();
    }

    @Override
    public void stop() {
        if (process != null) {
            process.say("stop");
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.stop();
            recordProgress();
            process.close();
            process = null;
        }
    }
}
