package io.github.rethinkemitter.it;

import io.github.rethinkemitter.support.server.Backend;
import io.github.rethinkemitter.support.server.EmbeddedBackend;
import io.github.rethinkemitter.support.server.RealServer;
import io.github.rethinkemitter.support.server.RethinkProcess;
import io.github.rethinkemitter.support.server.TestServer;

/** The RethinkDB of a test: a real one of its own where there is a binary, else the embedded one, in this process. */
final class DatabaseServer {

    private DatabaseServer() {}

    static TestServer start() {
        return new TestServer(
                RealServer.binary().<Backend>map(RethinkProcess::start).orElseGet(EmbeddedBackend::new));
    }
}
