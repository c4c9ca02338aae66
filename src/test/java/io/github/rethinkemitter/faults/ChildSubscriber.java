package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subscriber in a process of its own each time that it is started. */
final class ChildSubscriber implements EventSubscriber {

    private final String name;
    private final EmitterOptions options;
    private final List<String> jvmOptions;
    private final List<Observations> processes = new ArrayList<>();
    private boolean killed;
    private @Nullable FaultProcess child;

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
        child = FaultProcess.start(ObservingMain.class, options, jvmOptions);
        processes.add(new Observations());
    }

    @Override
    public void awaitConnected() {
        if (child != null) {
            child.awaitLine("connected");
        }
    }

    private void refresh() {
        if (child == null) {
            return;
        }
        Observations now = processes.get(processes.size() - 1);
        for (String[] words : child.news()) {
            if (words[0].equals("observed")) {
                now.observe(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            }
        }
    }

    /** Ends it as kill -9 does. What it observes twice from now on does not count. */
    void kill() {
        if (child != null) {
            killed = true;
            child.kill();
            refresh();
            child.close();
            child = null;
        }
    }

    @Override
    public void stop() {
        if (child != null) {
            child.end();
            refresh();
            child.close();
            child = null;
        }
    }

    @Override
    public EventSet seen() {
        refresh();
        var seen = new EventSet();
        processes.forEach(process -> seen.addAll(process.seen()));
        return seen;
    }

    // What its next process observed once more counts as twice unless this one was killed.
    @Override
    public int twice() {
        int within = processes.stream().mapToInt(Observations::twice).sum();
        int observed =
                processes.stream().mapToInt(process -> process.seen().count()).sum();
        return within + (killed ? 0 : observed - seen().count());
    }

    @Override
    public int displaced() {
        return processes.stream().mapToInt(Observations::displaced).sum();
    }

    @Override
    public void close() {
        stop();
    }
}
