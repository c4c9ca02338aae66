package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.flow.ChannelName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds observers that name a channel which the application does not have, most likely by a spelling mistake.
 *
 * @param configured the channels that have options of their own
 */
record ChannelRules(Catalogue catalogue, Set<String> configured) {

    List<String> problems() {
        return Stream.concat(ofEvents(), ofLifecycle()).sorted().toList();
    }

    // A channel that only observers name would follow the table of the default channel. That is accepted where it is
    // the only channel; beside others it is a mistake.
    private Stream<String> ofEvents() {
        var known = new TreeSet<>(configured);
        known.addAll(catalogue.injectedChannels());
        known.add("");
        return catalogue.rows().stream()
                .filter(row ->
                        isUnknown(row.entry(), known) && catalogue.channels().size() + configured.size() > 1)
                .map(row -> "RTH0543 " + row.entry().method() + " observes events of "
                        + new ChannelName(String.valueOf(row.entry().channel()))
                        + ", which is not configured, and no emitter uses it. The channels are "
                        + known + ". Correct the name, or set rethink.emitter.channel."
                        + row.entry().channel() + ".table");
    }

    private static boolean isUnknown(ObserverEntry entry, Set<String> known) {
        return entry.channel() != null && !known.contains(entry.channel());
    }

    private Stream<String> ofLifecycle() {
        var known = new TreeSet<>(configured);
        known.addAll(catalogue.channels());
        return catalogue.lifecycleChannels().entrySet().stream()
                .filter(entry -> !known.contains(entry.getValue()))
                .map(entry -> "RTH0542 " + entry.getKey() + " observes lifecycle events of "
                        + new ChannelName(entry.getValue())
                        + ", which nobody uses: it would never be called. The channels are " + known
                        + ". Correct the name");
    }
}
