package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Starts managed threads of a server. While a server finishes a deployment, it may let a thread end before that has run
 * anything, and only mention it in its log: GlassFish does.
 */
public final class ManagedThreadStarter implements ThreadStarter {

    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);
    // A thread that has not begun for so long may wait for the deployment, and that for the thread which is waiting
    // here.
    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

    private final ThreadFactory factory;

    public ManagedThreadStarter(ThreadFactory factory) {
        this.factory = factory;
    }

    /**
     * Returns when the task has begun.
     *
     * @throws EmitterException when the server gives no thread, or none that runs anything
     */
    @Override
    public Thread start(String name, Runnable task) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var begun = new CountDownLatch(1);
            var thread = factory.newThread(() -> {
                begun.countDown();
                task.run();
            });
            if (thread == null) {
                throw new EmitterException(
                        "RTH0617 the server gives no thread for \"" + name + "\". Let its managed thread factory make"
                                + " more threads",
                        null);
            }
            thread.setName(name);
            thread.start();
            if (begins(thread, begun)) {
                return thread;
            }
            Log.endedAtOnce(name);
        }
        throw new EmitterException(
                "RTH0620 the server's threads for \"" + name + "\" end before they run anything. Its log says why; what"
                        + " belongs to them does not run",
                null);
    }

    private static boolean begins(Thread thread, CountDownLatch begun) {
        long end = System.nanoTime() + PATIENCE;
        try {
            while (thread.isAlive() && System.nanoTime() < end) {
                if (begun.await(1, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            // A thread that has ended does not begin any more. Then this is a pause in which the server can go on.
            return thread.isAlive() || begun.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread()
                    .interrupt(); // the caller is being stopped, and does not need to know whether the task has begun
            return true;
        }
    }
}
