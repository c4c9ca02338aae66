package io.github.rethinkemitter.support.leaks;

import io.github.rethinkemitter.support.proxy.ProxyThread;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads that were alive at one moment. */
record LiveThreads(Set<Thread> threads) {

    // The beginning of a thread's name, and why the thread may stay.
    private static final Map<String, String> ALLOWED = Map.of(
            ProxyThread.PREFIX,
            "the proxy of a test server: its connections are counted instead",
            "awaitility",
            "polls for this check",
            "process reaper",
            "the JDK keeps it for a minute after a child process",
            "ForkJoinPool.commonPool",
            "the JVM's own pool, which never ends",
            "Common-Cleaner",
            "the JDK's thread for phantom references",
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

    /** The threads that were started since, except those of the JVM and of test tools, and those with this name prefix. */
    Set<Thread> startedSince(String exemptPrefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !threads.contains(thread))
                .filter(thread -> ALLOWED.keySet().stream().noneMatch(thread.getName()::startsWith))
                .filter(thread -> exemptPrefix.isEmpty() || !thread.getName().startsWith(exemptPrefix))
                .collect(Collectors.toSet());
    }
}
