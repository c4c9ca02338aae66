package io.github.rethinkemitter.support.server;

import java.net.URI;
import org.opentest4j.TestAbortedException;

/** A server that somebody else runs: tests use it but cannot stop it. */
public record RemoteRethink(URI uri) implements Backend {

    @Override
    public String name() {
        return "RethinkDB at " + uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public void kill() {
        throw notMine();
    }

    @Override
    public void restart() {
        throw notMine();
    }

    @Override
    public void freeze() {
        throw notMine();
    }

    @Override
    public void thaw() {}

    @Override
    public void close() {}

    private TestAbortedException notMine() {
        return new TestAbortedException(name() + " runs on its own, this test needs a server that it can stop");
    }
}
