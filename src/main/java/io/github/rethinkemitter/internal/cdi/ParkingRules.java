package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.flow.ChannelName;
import io.github.rethinkemitter.internal.flow.FailureRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds observers whose events are to be parked on a channel where nothing lasts: nobody would ever redrive them.
 *
 * @param channels by their names
 * @param rules of the observers, by their names
 */
record ParkingRules(Catalogue catalogue, Map<String, ChannelSettings> channels, Map<String, FailureRules> rules) {

    List<String> problems() {
        return channels.values().stream()
                .filter(channel -> channel.life().enabled())
                .filter(channel -> channel.subscribe().position().subscriber() == null)
                .flatMap(this::ofChannel)
                .sorted()
                .toList();
    }

    private Stream<String> ofChannel(ChannelSettings channel) {
        return catalogue.rowsOf(channel.name()).stream()
                .map(Catalogue.Row::entry)
                .filter(entry -> parks(entry, channel))
                .map(entry -> "RTH0548 the events of " + new ChannelName(channel.name()) + " on which " + entry.method()
                        + " fails are to be parked, but the channel has no subscriber name under which that lasts. Set "
                        + path(channel)
                        + "subscriber, or then = SKIP for the observer by @OnFailure or rethink.emitter.observer.\""
                        + entry.name() + "\".then=skip")
                .distinct();
    }

    private boolean parks(ObserverEntry entry, ChannelSettings channel) {
        var said = rules.getOrDefault(entry.name(), FailureRules.NONE).then();
        return (said == null ? channel.dispatch().attempts().then() : said) != Then.SKIP;
    }

    private static String path(ChannelSettings channel) {
        return channel.name().isEmpty() ? "rethink.emitter." : "rethink.emitter.channel." + channel.name() + ".";
    }
}
