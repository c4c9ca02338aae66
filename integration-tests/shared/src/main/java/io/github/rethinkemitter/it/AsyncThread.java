package io.github.rethinkemitter.it;

import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;

/** Notes on what kind of thread asynchronous observers are called. */
@ApplicationScoped
public class AsyncThread {

    static final String VIRTUAL = "a virtual thread";
    static final String OF_THE_LIBRARY = "a thread of the library";
    static final String OF_THE_CONTAINER = "a thread of the container";

    @Inject
    Received received;

    void later(@ObservesAsync @RethinkTopic("text") String text) {
        received.add(line(kindOf(Thread.currentThread())));
    }

    static String line(String kind) {
        return "async on " + kind;
    }

    private static String kindOf(Thread thread) {
        if (thread.getName().startsWith("ForkJoinPool.commonPool")) {
            return "the common pool";
        }
        // By class name, because Java 17 has no virtual threads.
        boolean virtual = thread.getClass().getName().endsWith("VirtualThread");
        boolean ours = thread.getName().startsWith("rethink-emitter-async-");
        return ours ? virtual ? VIRTUAL : OF_THE_LIBRARY : OF_THE_CONTAINER;
    }
}
