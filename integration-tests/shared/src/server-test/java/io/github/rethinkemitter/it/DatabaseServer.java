package io.github.rethinkemitter.it;

import io.github.rethinkemitter.support.server.Backend;
import io.github.rethinkemitter.support.server.EmbeddedBackend;
import io.github.rethinkemitter.support.server.RealServer;
import io.github.rethinkemitter.support.server.RethinkProcess;
import io.github.rethinkemitter.support.server.TestServer;

/** Starts the RethinkDB of a test: a real one if there is a {@code rethinkdb} on the PATH, else the embedded one. */
final class DatabaseServer {

    private DatabaseServer() {}

    static TestServer start() {
        return new TestServer(
                RealServer.binary().<Backend>map(RethinkProcess::start).orElseGet(EmbeddedBackend::new));
    }
}
