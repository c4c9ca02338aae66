package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A subscriber that runs in a new process each time it is started. */
final class ChildSubscriber implements EventSubscriber {

    private final String name;
    private final EmitterOptions options;
    private final List<String> jvmOptions;
    private final List<Observations> runs = new ArrayList<>();
    private final Observations redriven = new Observations();
    private boolean killed;
    private @Nullable FaultProcess process;
    private ReportedStatus status = ReportedStatus.NONE;

    ChildSubscriber(String name, EmitterOptions options, String... jvmOptions) {
        this.name = name;
        this.options = options;
        this.jvmOptions = List.of(jvmOptions);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        status = ReportedStatus.NONE;
        process = FaultProcess.start(ObservingMain.class, options, jvmOptions);
        runs.add(new Observations());
    }

    @Override
    public void awaitConnected() {
        if (process != null) {
            process.awaitLine("connected");
        }
    }

    @Override
    public Optional<ReportedStatus> status() {
        recordProgress();
        return process == null ? Optional.empty() : Optional.of(status);
    }

    private void recordProgress() {
        if (process == null) {
            return;
        }
        Observations current = runs.get(runs.size() - 1);
        for (String[] words : process.newLines()) {
            switch (words[0]) {
                case "observed" -> current.observe(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                case "redriven" -> redriven.observe(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                case "status" -> status = ReportedStatus.of(words);
                default -> {
                    // a line of the log
                }
            }
        }
    }

    @Override
    public void mend() {
        if (process != null) {
            process.say("mend");
        }
    }

    /** Kills the process as kill -9 does. Events that the next process observes again do not count as observed twice. */
    void kill() {
        if (process != null) {
            killed = true;
            process.kill();
            recordProgress();
            process.close();
            process = null;
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            process.stop();
            recordProgress();
            process.close();
            process = null;
        }
    }

    @Override
    public EventSet observed() {
        recordProgress();
        var observed = new EventSet();
        runs.forEach(run -> observed.addAll(run.observed()));
        return observed;
    }

    @Override
    public Observations redriven() {
        recordProgress();
        return redriven;
    }

    // A child that was not killed may not observe anything twice.
    @Override
    public void allowUnmarkedRedelivery() {
        throw new UnsupportedOperationException();
    }

    // An event that two processes have observed counts as observed twice, unless a process was killed.
    @Override
    public int twice() {
        int withinOneProcess = runs.stream().mapToInt(Observations::twice).sum();
        int ofEachRun = runs.stream().mapToInt(run -> run.observed().count()).sum();
        return withinOneProcess + (killed ? 0 : ofEachRun - observed().count());
    }

    @Override
    public int displaced() {
        return runs.stream().mapToInt(Observations::displaced).sum();
    }

    @Override
    public void close() {
        stop();
    }
}
