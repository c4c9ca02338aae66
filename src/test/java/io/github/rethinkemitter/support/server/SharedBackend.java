package io.github.rethinkemitter.support.server;

import java.net.URI;

/** A server that several test classes use: {@link #close()} does not stop it. */
record SharedBackend(Backend shared) implements Backend {

    @Override
    public String name() {
        return shared.name();
    }

    @Override
    public URI uri() {
        return shared.uri();
    }

    @Override
    public void kill() {
        shared.kill();
    }

    @Override
    public void restart() {
        shared.restart();
    }

    @Override
    public void freeze() {
        shared.freeze();
    }

    @Override
    public void thaw() {
        shared.thaw();
    }

    @Override
    public void abortFeeds(String db) {
        shared.abortFeeds(db);
    }

    @Override
    public boolean isAlive() {
        return shared.isAlive();
    }

    @Override
    public void close() {}
}
