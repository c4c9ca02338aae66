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
        LifeSettings life) {}
