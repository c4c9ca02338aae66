package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads of a channel. */
final class Crew {

    private record Member(String role, Thread thread) {}

    private final Threads threads;
    private final List<Member> started = new ArrayList<>();

    Crew(Threads threads) {
        this.threads = threads;
    }

    /** Runs a task on a thread of its own. */
    void start(String role, Runnable task) {
        started.add(new Member(role, threads.start(role, task)));
    }

    void interrupt(String role) {
        started.stream()
                .filter(member -> member.role().equals(role))
                .forEach(member -> member.thread().interrupt());
    }

    /** Waits until the thread of that role has ended, if there is one; not for ever. */
    void join(String role, Duration timeout) throws InterruptedException {
        for (var member : started) {
            if (member.role().equals(role) && member.thread() != Thread.currentThread()) {
                TimeUnit.NANOSECONDS.timedJoin(member.thread(), Math.max(1, timeout.toNanos()));
            }
        }
    }

    /** The names of those that have not ended, the caller's apart. */
    List<String> busy() {
        return started.stream()
                .map(Member::thread)
                .filter(thread -> thread.isAlive() && thread != Thread.currentThread())
                .map(Thread::getName)
                .toList();
    }
}
