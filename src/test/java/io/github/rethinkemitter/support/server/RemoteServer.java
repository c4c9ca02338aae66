package io.github.rethinkemitter.support.server;

import java.net.URI;
import org.opentest4j.TestAbortedException;

/** A server that was started by others: tests use it but cannot stop it. */
public record RemoteServer(URI uri) implements Backend {

    @Override
    public String name() {
        return "RethinkDB at " + uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public void kill() {
        throw cannotStop();
    }

    @Override
    public void restart() {
        throw cannotStop();
    }

    @Override
    public void freeze() {
        throw cannotStop();
    }

    @Override
    public void thaw() {}

    @Override
    public void close() {}

    private TestAbortedException cannotStop() {
        return new TestAbortedException(
                name() + " was not started by the tests, and this test needs a server that it can stop");
    }
}
