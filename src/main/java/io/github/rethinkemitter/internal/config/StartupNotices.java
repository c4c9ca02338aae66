package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import java.util.Collection;
import java.util.List;

/** What an operator should know about a valid configuration. Logged once, at the start. */
public final class StartupNotices {

    private StartupNotices() {}

    /** Logs that no address is configured, and that a password is used without TLS. */
    public static void log(Collection<ChannelSettings> settings) {
        var connections = settings.stream()
                .filter(channel -> channel.life().enabled())
                .map(ChannelSettings::connection)
                .toList();
        connections.stream()
                .map(ConnectionSettings::missingAddress)
                .filter(missing -> !missing.isEmpty())
                .findFirst()
                .ifPresent(Log::unconfigured);
        List<Host> exposed = connections.stream()
                .filter(ConnectionSettings::isExposed)
                .flatMap(connection -> connection.hosts().stream())
                .filter(host -> !host.isLoopback())
                .distinct()
                .toList();
        if (!exposed.isEmpty()) {
            Log.exposed(exposed);
        }
    }
}
