package io.github.rethinkemitter.support;

/** The threads of a {@link Proxy}: daemons with a name by which the leak check knows them. */
final class LinkThread {

    static final String PREFIX = "test-proxy ";

    private LinkThread() {}

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, PREFIX + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
