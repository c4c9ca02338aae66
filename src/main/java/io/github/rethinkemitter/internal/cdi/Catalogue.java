package io.github.rethinkemitter.internal.cdi;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The observers and channels of an application.
 *
 * <p>Public, as are the creators: what a container generates for a bean may live in a package of its own.
 *
 * @param foundBy which extension looked; a container runs exactly one of the two
 * @param channels those named by an observer of events or an injected emitter
 * @param lifecycleChannels those named by an observer of lifecycle events, by its method
 */
public record Catalogue(FoundBy foundBy, List<Row> rows, Set<String> channels, Map<String, String> lifecycleChannels) {

    /** The two extensions. */
    public enum FoundBy {
        PORTABLE_EXTENSION,
        BUILD_COMPATIBLE_EXTENSION
    }

    /** An observer, and how to get at its method. */
    public record Row(ObserverEntry entry, MethodSource methods) {}

    public Catalogue {
        rows = List.copyOf(rows);
        channels = Set.copyOf(channels);
        lifecycleChannels = Map.copyOf(lifecycleChannels);
    }

    List<Row> rowsOf(String channel) {
        return rows.stream().filter(row -> row.entry().isOf(channel)).toList();
    }
}
