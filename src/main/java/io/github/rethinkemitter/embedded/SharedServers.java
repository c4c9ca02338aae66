package io.github.rethinkemitter.embedded;

import java.util.HashMap;
import java.util.Map;

/** The running servers that have a name. */
final class SharedServers {
    // Static on purpose: a name is valid in one class loader. A server is removed when its last user closes it.
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
