package io.github.rethinkemitter.support.leaks;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestServer;
import java.time.Duration;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test that leaves a thread behind; with a {@link ContractTest} also one that leaves a connection or a feed.
 * What ends by itself shortly after the test is no leak.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    static final Duration GRACE = Duration.ofSeconds(10);
    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

    private final Duration grace;

    /** Waits ten seconds for what is about to end. */
    public LeakCheck() {
        this(GRACE);
    }

    LeakCheck(Duration grace) {
        this.grace = grace;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(LiveThreads.class, LiveThreads.now());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LiveThreads before = context.getStore(NAMESPACE).get(LiveThreads.class, LiveThreads.class);
        if (before != null) {
            String exempt = context.getStore(NAMESPACE).getOrDefault("exempt", String.class, "");
            awaitNoThreads(before, exempt, grace);
        }
    }

    /** Lets threads stay whose names begin like that: those of a server that several tests share. */
    public static void exempt(ExtensionContext context, String threads) {
        context.getStore(NAMESPACE).put("exempt", threads);
    }

    static void awaitNoThreads(LiveThreads before, String exempt, Duration grace) {
        try {
            await().atMost(grace).until(() -> before.startedSince(exempt).isEmpty());
        } catch (ConditionTimeoutException e) {
            Set<Thread> left = before.startedSince(exempt);
            AssertionError leak = new AssertionError("the test left threads behind: " + left);
            for (Thread thread : left) {
                Throwable where = new Throwable("\"" + thread.getName() + "\" is here");
                where.setStackTrace(thread.getStackTrace());
                leak.addSuppressed(where);
            }
            throw leak;
        }
    }

    public static void awaitNoConnections(TestServer server) {
        awaitNoConnections(server, GRACE);
    }

    public static void awaitNoConnections(TestServer server, Duration grace) {
        try {
            await().atMost(grace).until(() -> server.openConnections() == 0 && server.openFeeds() == 0);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "the test left " + server.openConnections() + " connections and " + server.openFeeds()
                            + " feeds open on " + server.name(),
                    e);
        }
    }
}
