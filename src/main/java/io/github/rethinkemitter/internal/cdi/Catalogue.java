package io.github.rethinkemitter.internal.cdi;

import java.util.List;
import java.util.Set;

/**
 * The observers and channels of an application.
 *
 * <p>Public, as are the creators: what a container generates for a bean may live in a package of its own.
 *
 * @param foundBy which extension looked; a container runs exactly one of the two
 * @param channels those named by an observer or an injected emitter
 */
public record Catalogue(FoundBy foundBy, List<Row> rows, Set<String> channels) {

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
    }

    List<Row> rowsOf(String channel) {
        return rows.stream().filter(row -> row.entry().isOf(channel)).toList();
    }
}
