package io.github.rethinkemitter.internal.cdi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The observers and channels of an application.
 *
 * <p>Public, as are the creators, because a container may generate classes for a bean in another package.
 *
 * @param foundBy which extension looked; a container runs exactly one of the two
 * @param injectedChannels the channels of injected emitters and parked events
 * @param lifecycleChannels the channels that observers of lifecycle events name, by the observer's method
 */
public record Catalogue(
        FoundBy foundBy, List<Row> rows, Set<String> injectedChannels, Map<String, String> lifecycleChannels) {

    /** The two extensions. */
    public enum FoundBy {
        PORTABLE_EXTENSION,
        BUILD_COMPATIBLE_EXTENSION
    }

    /** An observer, and what gives its method. */
    public record Row(ObserverEntry entry, MethodSource methods) {}

    public Catalogue {
        rows = List.copyOf(rows);
        injectedChannels = Set.copyOf(injectedChannels);
        lifecycleChannels = Map.copyOf(lifecycleChannels);
    }

    /** The channels of injected emitters and parked events, and those that observers of events name. */
    Set<String> channels() {
        var channels = new TreeSet<>(injectedChannels);
        rows.stream().map(row -> row.entry().channel()).filter(Objects::nonNull).forEach(channels::add);
        return channels;
    }

    List<Row> rowsOf(String channel) {
        return rows.stream().filter(row -> row.entry().isOf(channel)).toList();
    }
}
