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
 * Fails a test that leaves a thread running. A {@link ContractTest} also fails if it leaves a connection or a feed open.
 * A thread, connection or feed that ends within ten seconds after the test is no leak.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    static final Duration GRACE = Duration.ofSeconds(10);
    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

    private final Duration grace;

    /** A check that waits ten seconds for threads to end. */
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
            String exemptPrefix = context.getStore(NAMESPACE).getOrDefault("exempt", String.class, "");
            awaitNoThreads(before, exemptPrefix, grace);
        }
    }

    /** Allows threads whose names begin with this prefix to stay: those of a server that several tests share. */
    public static void exempt(ExtensionContext context, String namePrefix) {
        context.getStore(NAMESPACE).put("exempt", namePrefix);
    }

    static void awaitNoThreads(LiveThreads before, String exemptPrefix, Duration grace) {
        try {
            await().atMost(grace).until(() -> before.startedSince(exemptPrefix).isEmpty());
        } catch (ConditionTimeoutException e) {
            Set<Thread> leaked = before.startedSince(exemptPrefix);
            AssertionError error = new AssertionError("the test left threads behind: " + leaked);
            for (Thread thread : leaked) {
                Throwable stack = new Throwable("\"" + thread.getName() + "\" is here");
                stack.setStackTrace(thread.getStackTrace());
                error.addSuppressed(stack);
            }
            throw error;
        }
    }

    /** Waits until all connections through the server's proxy and all changefeeds have ended. Fails after ten seconds. */
    public static void awaitNoConnections(TestServer server) {
        awaitNoConnections(server, GRACE);
    }

    static void awaitNoConnections(TestServer server, Duration grace) {
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
