package io.github.rethinkemitter.internal.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads of a channel. */
final class Crew {

    private final String prefix;
    private final ThreadFactory threads;
    private final List<Thread> started = new ArrayList<>();

    Crew(String channel, ThreadFactory threads) {
        this.prefix = "rethink-emitter-" + (channel.isEmpty() ? "" : channel + "-");
        this.threads = threads;
    }

    /** Runs a task on a thread of its own, whose name says whose. */
    void start(String role, Runnable task) {
        started.add(LentThreads.start(threads, prefix + role, task));
    }

    void interrupt(String role) {
        started.stream()
                .filter(thread -> thread.getName().equals(prefix + role))
                .forEach(Thread::interrupt);
    }

    /** Waits until the thread of that role has ended, if there is one; not for ever. */
    void join(String role, Duration timeout) throws InterruptedException {
        for (Thread thread : started) {
            if (thread.getName().equals(prefix + role) && thread != Thread.currentThread()) {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, timeout.toNanos()));
            }
        }
    }

    /** The names of those that have not ended, the caller's apart. */
    List<String> busy() {
        return started.stream()
                .filter(thread -> thread.isAlive() && thread != Thread.currentThread())
                .map(Thread::getName)
                .toList();
    }
}
