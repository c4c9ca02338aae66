package io.github.rethinkemitter.embedded;

import java.util.HashMap;
import java.util.Map;

/** Servers shared by name. */
final class SharedServers {
    // Static on purpose: "by name inside one class loader" is what it is for. An entry goes when its last user closes.
    private static final Map<String, EmbeddedRethinkDb> RUNNING = new HashMap<>();

    private SharedServers() {}

    static synchronized EmbeddedRethinkDb get(String name) {
        EmbeddedRethinkDb running = RUNNING.get(name);
        if (running == null) {
            running = EmbeddedRethinkDb.builder().start(() -> remove(name));
            RUNNING.put(name, running);
        } else {
            running.share();
        }
        return running;
    }

    private static synchronized void remove(String name) {
        RUNNING.remove(name);
    }
}
