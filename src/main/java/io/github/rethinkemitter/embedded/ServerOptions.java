package io.github.rethinkemitter.embedded;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an embedded server is set up.
 *
 * @param address where it listens
 * @param port 0 for a free one
 * @param passwords of its users
 * @param clock where {@code r.now()} comes from
 * @param tls null for plain connections
 * @param feedQueue how many changes may wait in a feed
 * @param seed decides what a real server leaves to chance
 */
record ServerOptions(
        InetAddress address,
        int port,
        Map<String, String> passwords,
        InstantSource clock,
        @Nullable SSLContext tls,
        int feedQueue,
        long seed) {

    static final int DEFAULT_FEED_QUEUE = 100_000;

    @Override
    public String toString() {
        return "ServerOptions[" + address + ":" + port + "]"; // not the passwords
    }
}
