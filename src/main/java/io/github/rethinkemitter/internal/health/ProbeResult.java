package io.github.rethinkemitter.internal.health;

import io.github.rethinkemitter.ChannelStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answer of a health check.
 *
 * @param data what people need to know who look for a cause: texts and whole numbers. The names of what belongs to a named channel
 *     begin with the channel's name and a dot
 */
record ProbeResult(boolean up, Map<String, Object> data) {

    ProbeResult {
        data = Map.copyOf(data);
    }

    static ProbeResult of(Probe probe, Optional<List<ChannelStatus>> channels) {
        if (channels.isEmpty()) {
            return new ProbeResult(
                    probe.isUpBeforeChannelsExist(), Map.of("problems", "the channels have not been started yet"));
        }
        var data = new TreeMap<String, Object>();
        channels.get().forEach(channel -> describe(channel, data));
        return new ProbeResult(channels.get().stream().allMatch(probe::isUp), data);
    }

    private static void describe(ChannelStatus channel, Map<String, Object> data) {
        var prefix = channel.channel().isEmpty() ? "" : channel.channel() + ".";
        var link = channel.link();
        data.put(prefix + "state", link.state().name());
        data.put(prefix + "since", link.since().toString());
        link.host().ifPresent(host -> data.put(prefix + "host", host));
        var publishing = channel.publishing();
        data.put(prefix + "waiting-to-be-stored", publishing.waiting() + publishing.underWay());
        channel.following().ifPresent(following -> {
            data.put(prefix + "phase", following.phase().name());
            data.put(prefix + "lag-ms", following.lag().toMillis());
            data.put(prefix + "waiting-for-observers", following.waiting());
        });
        if (!channel.problems().isEmpty()) {
            data.put(prefix + "problems", String.join("; ", channel.problems()));
        }
    }
}
