package io.github.rethinkemitter.documentation.shop;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;

class Standalone {

    static void start() {
        try (EmbeddedRethinkDb server = EmbeddedRethinkDb.start()) {
            // rethink.emitter.url = server.uri()
            server.faults().dropConnections();
        }
    }
}
