package io.github.rethinkemitter.internal.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the database is reached.
 *
 * @param hosts tried in turn; empty while an embedded server has no port yet
 * @param tls null for a plain connection
 * @param connectTimeout for one host: socket, TLS and login together
 * @param queryTimeout for one answer; above the 18 s for which a frozen cluster holds its writes
 * @param embedded name of the embedded server to start in this process; null to connect to one that others run
 */
public record ConnectionSettings(
        List<Host> hosts,
        Login login,
        @Nullable Tls tls,
        Duration connectTimeout,
        Duration queryTimeout,
        Heartbeat heartbeat,
        Backoff backoff,
        @Nullable String embedded) {

    public ConnectionSettings {
        hosts = List.copyOf(hosts);
    }

    /** To a server that others run. */
    public ConnectionSettings(
            List<Host> hosts,
            Login login,
            @Nullable Tls tls,
            Duration connectTimeout,
            Duration queryTimeout,
            Heartbeat heartbeat,
            Backoff backoff) {
        this(hosts, login, tls, connectTimeout, queryTimeout, heartbeat, backoff, null);
    }

    /** The same, to one host that is known by now. */
    public ConnectionSettings at(Host host) {
        return new ConnectionSettings(
                List.of(host), login, tls, connectTimeout, queryTimeout, heartbeat, backoff, embedded);
    }

    /** Where a server listens. */
    public record Host(String name, int port) {

        /** Where RethinkDB listens unless told otherwise. */
        public static final int DEFAULT_PORT = 28015;

        @Override
        public String toString() {
            return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
        }
    }

    /** Who logs in. Never prints the password. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * An encrypted connection, whose certificate must be the host's.
     *
     * @param caFile PEM file of the authorities to trust; null for those of the JVM
     */
    public record Tls(@Nullable String caFile) {}

    /**
     * When silence is death.
     *
     * @param interval silence after which the server is asked
     * @param timeout how long it may take to answer
     */
    public record Heartbeat(Duration interval, Duration timeout) {}

    /** Waiting between attempts: doubles from {@code first} to {@code max}, each shortened by chance to spread the load. */
    public record Backoff(Duration first, Duration max) {}
}
