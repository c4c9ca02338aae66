package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import java.net.URI;

/** An embedded server. When it is killed it keeps its documents, as a process keeps the files on its disk. */
public final class EmbeddedBackend implements Backend {

    private final EmbeddedRethinkDb server;
    private volatile boolean alive = true;

    /** Starts a server with the default settings. */
    public EmbeddedBackend() {
        this(EmbeddedRethinkDb.start());
    }

    /** Uses a server that is already started. {@link #close()} closes it. */
    public EmbeddedBackend(EmbeddedRethinkDb server) {
        this.server = server;
    }

    /** The server, with the faults that only the embedded one has. */
    public EmbeddedRethinkDb server() {
        return server;
    }

    @Override
    public String name() {
        return "the embedded server";
    }

    @Override
    public URI uri() {
        return URI.create(server.uri());
    }

    @Override
    public void kill() {
        alive = false;
        server.stopServing();
    }

    @Override
    public void restart() {
        server.resumeServing();
        alive = true;
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void freeze() {
        server.faults().freeze();
    }

    @Override
    public void thaw() {
        server.faults().thaw();
    }

    @Override
    public void heal() {
        Backend.super.heal();
        server.faults().clear();
    }

    @Override
    public void abortFeeds(String db) {
        server.faults().abortFeeds();
    }

    @Override
    public int openFeeds() {
        return server.openFeeds();
    }

    @Override
    public String threadNamePrefix() {
        return "embedded-rethinkdb-" + server.port() + "-";
    }

    @Override
    public void close() {
        server.close();
    }
}
