package io.github.rethinkemitter.internal.config;

import java.util.stream.Collectors;

/**
 * All settings of one channel.
 *
 * @param name empty for the default channel
 */
public record ChannelSettings(
        String name,
        ConnectionSettings connection,
        TableSettings table,
        PublishSettings publish,
        SubscribeSettings subscribe,
        DispatchSettings dispatch,
        LifecycleSettings life) {

    /** Where its events are, for messages: {@code table "events" of database "shop" at db1:28015}. */
    public String place() {
        var server = connection.embedded() == null
                ? connection.hosts().stream().map(Object::toString).collect(Collectors.joining(", "))
                : "the embedded server \"" + connection.embedded() + "\"";
        return "table \"" + table.table() + "\" of database \"" + table.db() + "\" at " + server;
    }

    /** The same, on an embedded server whose port is known by now. */
    public ChannelSettings at(ConnectionSettings.Host host) {
        return new ChannelSettings(name, connection.at(host), table, publish, subscribe, dispatch, life);
    }
}
