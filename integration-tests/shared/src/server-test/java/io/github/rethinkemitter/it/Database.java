package io.github.rethinkemitter.it;

import io.github.rethinkemitter.support.Backend;
import io.github.rethinkemitter.support.EmbeddedBackend;
import io.github.rethinkemitter.support.RealServer;
import io.github.rethinkemitter.support.RethinkProcess;
import io.github.rethinkemitter.support.TestServer;

/** The RethinkDB of a test: a real one of its own where there is a binary, else the embedded one, in this process. */
final class Database {

    private Database() {}

    static TestServer start() {
        return new TestServer(
                RealServer.binary().<Backend>map(RethinkProcess::start).orElseGet(EmbeddedBackend::new));
    }
}
