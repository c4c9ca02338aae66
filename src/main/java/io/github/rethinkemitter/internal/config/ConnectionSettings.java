package io.github.rethinkemitter.internal.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the database is reached.
 *
 * @param hosts tried in turn; empty while an embedded server has no port yet
 * @param tls null for a plain connection
 * @param connectTimeout for one host: socket, TLS and login together
 * @param queryTimeout for one answer; above the 18 s for which a frozen cluster holds its writes
 * @param embedded the name of the embedded server to start in this process; null to connect to another one
 * @param address where {@code hosts} come from
 */
public record ConnectionSettings(
        List<Host> hosts,
        Login login,
        @Nullable Tls tls,
        Duration connectTimeout,
        Duration queryTimeout,
        Heartbeat heartbeat,
        Backoff backoff,
        @Nullable String embedded,
        Address address) {

    /** Where an address comes from. */
    public sealed interface Address {

        /**
         * From an option.
         *
         * @param by the option, and where it is set, in words
         */
        record Configured(String by) implements Address {}

        /**
         * The default, because none is configured.
         *
         * @param searched where one was looked for in vain, in words
         */
        record Preset(String searched) implements Address {}

        /** Not from a configuration, as in tests. */
        record Given() implements Address {}
    }

    public ConnectionSettings {
        hosts = List.copyOf(hosts);
    }

    /** Settings for a server that is not embedded. */
    public ConnectionSettings(
            List<Host> hosts,
            Login login,
            @Nullable Tls tls,
            Duration connectTimeout,
            Duration queryTimeout,
            Heartbeat heartbeat,
            Backoff backoff) {
        this(hosts, login, tls, connectTimeout, queryTimeout, heartbeat, backoff, null, new Address.Given());
    }

    /** These settings for an embedded server whose port is known by now. Its only user is "admin", without a password. */
    public ConnectionSettings at(Host host) {
        return new ConnectionSettings(
                List.of(host),
                new Login("admin", ""),
                tls,
                connectTimeout,
                queryTimeout,
                heartbeat,
                backoff,
                embedded,
                address);
    }

    /** Says where the address comes from, to be added to the message of a failed connection. */
    public String hint() {
        if (address instanceof Address.Configured configured) {
            return " The address is that of " + configured.by();
        }
        var missing = missingAddress();
        return missing.isEmpty() ? "" : " Also, " + missing;
    }

    /** Says that no address is configured, and where one was looked for. Empty when one is configured. */
    String missingAddress() {
        return address instanceof Address.Preset preset
                ? "no rethink.emitter.url and no rethink.emitter.hosts is configured, so " + hosts.get(0)
                        + " was taken; they were looked for in " + preset.searched()
                : "";
    }

    /** Whether both have a host in common, and so are for the same cluster. */
    boolean sharesHost(ConnectionSettings other) {
        return hosts.stream().anyMatch(host -> other.hosts.stream().anyMatch(host::isSame));
    }

    /** Whether a password is used without TLS to a host other than this machine. */
    boolean isExposed() {
        return tls == null
                && embedded == null
                && !login.password().isEmpty()
                && !hosts.stream().allMatch(Host::isLoopback);
    }

    /** Where a server listens. */
    public record Host(String name, int port) {

        /** RethinkDB's default. */
        public static final int DEFAULT_PORT = 28015;

        // 127.0.0.0/8 and ::1; other names of this machine are not resolved for it.
        private static final Pattern LOOPBACK =
                Pattern.compile("(?i)localhost|.*\\.localhost|127(?:\\.\\d+){3}|(?:0*:)+0*1");

        boolean isLoopback() {
            return LOOPBACK.matcher(name).matches();
        }

        private boolean isSame(Host other) {
            return port == other.port && (name.equalsIgnoreCase(other.name) || (isLoopback() && other.isLoopback()));
        }

        @Override
        public String toString() {
            return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
        }
    }

    /** The user who logs in. Never prints the password. */
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
     * How a server that no longer answers is noticed.
     *
     * @param interval how long the server may be silent before it is asked
     * @param timeout how long it may take to answer then
     */
    public record Heartbeat(Duration interval, Duration timeout) {}

    /** The delay between attempts: doubles from {@code first} to {@code max}, each shortened by chance to spread the load. */
    public record Backoff(Duration first, Duration max) {}
}
