package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Stored;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tells whether a feed is deaf: it stays open and silent for what was inserted while its index was missing. Now and then the
 * newest events are looked up; one that the feed has still not brought when it had nothing more to bring is a sign.
 */
final class Audit {

    static final int SAMPLE = 100;

    private final Predicate<Stored> known;
    private List<Stored> suspects = List.of();

    Audit(Predicate<Stored> known) {
        this.known = known;
    }

    /** Takes the newest events of the table that are not older than the feed reaches back. */
    void looked(List<Stored> newest, Instant reach) {
        suspects = newest.stream()
                .filter(event -> !event.ts().isBefore(reach) && !known.test(event))
                .toList();
    }

    /** The feed had nothing more to bring for a while. Says whether it should have had. */
    boolean isDeaf() {
        boolean deaf = !suspects.stream().allMatch(known);
        suspects = List.of();
        return deaf;
    }
}
