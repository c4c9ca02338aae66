package io.github.rethinkemitter.support.proxy;

/** Starts the threads of a {@link Proxy}: daemons with a name by which the leak check knows them. */
public final class ProxyThread {

    public static final String PREFIX = "test-proxy ";

    private ProxyThread() {}

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, PREFIX + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
