package io.github.rethinkemitter.support.leaks;

import io.github.rethinkemitter.support.proxy.ProxyThread;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads that were alive at some moment. */
record LiveThreads(Set<Thread> threads) {

    // Beginning of the name, and why such a thread may stay.
    private static final Map<String, String> HOUSEKEEPING = Map.of(
            ProxyThread.PREFIX,
            "belongs to the proxy of the test server, whose connections are counted instead",
            "awaitility",
            "polls for the check itself",
            "process reaper",
            "the JDK keeps it for a minute after a child process",
            "ForkJoinPool.commonPool",
            "the JVM's own pool, which never ends",
            "Common-Cleaner",
            "the JDK's own, for phantom references",
            "junit-",
            "JUnit's timeouts and parallel execution",
            "weld-",
            "Weld's workers outlive a container by a minute",
            "testcontainers",
            "Testcontainers keeps it until the JVM ends",
            "docker-java",
            "Testcontainers keeps it until the JVM ends");

    static LiveThreads now() {
        return new LiveThreads(new HashSet<>(Thread.getAllStackTraces().keySet()));
    }

    /** Those that live now, did not then, and are nobody's housekeeping, nor have a name that begins like that. */
    Set<Thread> startedSince(String exempt) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !threads.contains(thread))
                .filter(thread -> HOUSEKEEPING.keySet().stream().noneMatch(thread.getName()::startsWith))
                .filter(thread -> exempt.isEmpty() || !thread.getName().startsWith(exempt))
                .collect(Collectors.toSet());
    }
}
