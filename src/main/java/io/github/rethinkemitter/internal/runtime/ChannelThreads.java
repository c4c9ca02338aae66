package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The threads of a channel, one for each role that has begun, each under a guard. */
final class ChannelThreads {

    private record Member(Thread thread, StageSupervisor guard) {}

    private final ThreadStarter threads;
    private final Function<ThreadRole, StageSupervisor> guards;
    private final Map<ThreadRole, Member> members = new ConcurrentHashMap<>();

    /** @param guards makes the guard of the stage that has this role */
    ChannelThreads(ThreadStarter threads, Function<ThreadRole, StageSupervisor> guards) {
        this.threads = threads;
        this.guards = guards;
    }

    /**
     * Starts those of these roles that do not run yet. Called by one thread at a time.
     *
     * @throws RuntimeException when there is no thread to be had; those that were started before run
     */
    void start(ThreadRole... roles) {
        for (var role : roles) {
            if (!members.containsKey(role)) {
                var guard = guards.apply(role);
                members.put(role, new Member(threads.start(role.thread(), guard), guard));
            }
        }
    }

    boolean hasStarted(ThreadRole role) {
        return members.containsKey(role);
    }

    /** Whether that thread has this role. */
    boolean isRunBy(ThreadRole role, Thread thread) {
        var member = members.get(role);
        return member != null && member.thread() == thread;
    }

    /** Ends what the stage waits for; the stage itself was told before that it is closed. */
    void interrupt(ThreadRole role) {
        var member = members.get(role);
        if (member != null && member.thread() != Thread.currentThread()) {
            member.thread().interrupt();
        }
    }

    /** Runs no stage again. */
    void close() {
        members.values().forEach(member -> member.guard().close());
    }

    /** Waits until the thread of this role has ended, if there is one and the caller is another. */
    void join(ThreadRole role, Duration timeout) throws InterruptedException {
        var member = members.get(role);
        if (member != null && member.thread() != Thread.currentThread()) {
            TimeUnit.NANOSECONDS.timedJoin(member.thread(), Math.max(1, timeout.toNanos()));
        }
    }

    /** The names of those that have not ended, the caller's apart. */
    List<String> busy() {
        return members.values().stream()
                .map(Member::thread)
                .filter(thread -> thread.isAlive() && thread != Thread.currentThread())
                .map(Thread::getName)
                .sorted()
                .toList();
    }
}
