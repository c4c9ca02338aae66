package io.github.rethinkemitter.internal.cdi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads for Java SE. Asynchronous observers run on virtual threads where the JDK has them. */
final class OwnThreads {

    private static final String ASYNC = "rethink-emitter-async-";

    private OwnThreads() {}

    static ThreadSupply supply() {
        var async = asyncExecutor();
        return new ThreadSupply("own threads", OwnThreads::start, async, async::shutdown);
    }

    private static Thread start(String name, Runnable task) {
        var thread = daemon(name, task);
        thread.start();
        return thread;
    }

    private static Thread daemon(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static ExecutorService asyncExecutor() {
        try {
            // By reflection, because the library is compiled for Java 17, and virtual threads came with 21.
            var builders = Class.forName("java.lang.Thread$Builder");
            var builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builders.getMethod("name", String.class, long.class).invoke(builder, ASYNC, 1L);
            var factory = builders.getMethod("factory").invoke(builder);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ReflectiveOperationException e) {
            var count = new AtomicInteger();
            return Executors.newCachedThreadPool(task -> daemon(ASYNC + count.incrementAndGet(), task));
        }
    }
}
