package io.github.rethinkemitter.embedded;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an embedded server.
 *
 * @param address the address to listen on
 * @param port the port to listen on, 0 for a free one
 * @param passwords the passwords of the users, by name
 * @param clock the clock that {@code r.now()} reads
 * @param tls null for plain connections
 * @param seed decides what a real server leaves to chance
 */
record ServerOptions(
        InetAddress address,
        int port,
        Map<String, String> passwords,
        InstantSource clock,
        @Nullable SSLContext tls,
        long seed) {

    @Override
    public String toString() {
        return "ServerOptions[" + address + ":" + port + "]"; // not the passwords
    }
}
