package io.github.rethinkemitter.benchmarks.contenders;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Opens a connection for each thread. */
final class PerThread<C extends AutoCloseable> implements AutoCloseable {

    private final Callable<C> opener;
    private final ThreadLocal<C> own = new ThreadLocal<>();
    private final Queue<C> all = new ConcurrentLinkedQueue<>();

    PerThread(Callable<C> opener) {
        this.opener = opener;
    }

    C get() throws Exception {
        C connection = own.get();
        if (connection == null) {
            connection = opener.call();
            own.set(connection);
            all.add(connection);
        }
        return connection;
    }

    @Override
    public void close() throws Exception {
        for (C connection : all) {
            connection.close();
        }
    }
}
