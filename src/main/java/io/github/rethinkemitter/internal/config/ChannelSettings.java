package io.github.rethinkemitter.internal.config;

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
        LifeSettings life) {

    /** The same, on an embedded server whose port is known by now. */
    public ChannelSettings at(ConnectionSettings.Host host) {
        return new ChannelSettings(name, connection.at(host), table, publish, subscribe, dispatch, life);
    }
}
