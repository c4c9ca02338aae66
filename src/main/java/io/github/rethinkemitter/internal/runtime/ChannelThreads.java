package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The threads of a channel: one for each role that was started, each with a supervisor of the stage that it runs. */
final class ChannelThreads {

    private record RunningStage(Thread thread, StageSupervisor supervisor) {}

    private final ThreadStarter threads;
    private final Function<ThreadRole, StageSupervisor> supervisors;
    private final Map<ThreadRole, RunningStage> running = new ConcurrentHashMap<>();

    /** @param supervisors makes the supervisor of the stage of a role */
    ChannelThreads(ThreadStarter threads, Function<ThreadRole, StageSupervisor> supervisors) {
        this.threads = threads;
        this.supervisors = supervisors;
    }

    /**
     * Starts a thread for each of these roles that has none yet. Called by one thread at a time.
     *
     * @throws RuntimeException when there is no thread to be had; threads that were started before it run
     */
    void start(ThreadRole... roles) {
        for (var role : roles) {
            if (!running.containsKey(role)) {
                var supervisor = supervisors.apply(role);
                running.put(role, new RunningStage(threads.start(role.thread(), supervisor), supervisor));
            }
        }
    }

    boolean hasStarted(ThreadRole role) {
        return running.containsKey(role);
    }

    /** Whether that thread is the one of this role. */
    boolean isRunBy(ThreadRole role, Thread thread) {
        var stage = running.get(role);
        return stage != null && stage.thread() == thread;
    }

    /** Ends what the stage waits for. The stage itself was closed before. */
    void interrupt(ThreadRole role) {
        var stage = running.get(role);
        if (stage != null && stage.thread() != Thread.currentThread()) {
            stage.thread().interrupt();
        }
    }

    /** A stage that throws from now on does not run again. */
    void close() {
        running.values().forEach(stage -> stage.supervisor().close());
    }

    /**
     * Waits until the thread of this role has ended. Does not wait when there is none, or when it is the calling
     * thread.
     */
    void join(ThreadRole role, Duration timeout) throws InterruptedException {
        var stage = running.get(role);
        if (stage != null && stage.thread() != Thread.currentThread()) {
            TimeUnit.NANOSECONDS.timedJoin(stage.thread(), Math.max(1, timeout.toNanos()));
        }
    }

    /** The names of the threads that have ended. Before a stop there are none. */
    List<String> ended() {
        return running.values().stream()
                .map(RunningStage::thread)
                .filter(thread -> !thread.isAlive())
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    /** The names of the threads that have not ended, except the calling thread. */
    List<String> busy() {
        return running.values().stream()
                .map(RunningStage::thread)
                .filter(thread -> thread.isAlive() && thread != Thread.currentThread())
                .map(Thread::getName)
                .sorted()
                .toList();
    }
}
