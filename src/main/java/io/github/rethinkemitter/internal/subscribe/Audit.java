package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tells whether a feed is deaf: it stays open and silent for what was inserted while its index was missing. Now and then the
 * newest events are looked up; one that the feed has still not brought when it had nothing more to bring is a sign.
 */
final class Audit {

    static final int SAMPLE = 100;

    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

    private final Predicate<Stored> known;
    private List<Stored> suspects = List.of();
    private final long interval;
    private long lookedAt;

    Audit(Predicate<Stored> known, Duration interval, long now) {
        this.known = known;
        this.interval = interval.toNanos();
        this.lookedAt = now;
    }

    /** Whether it is time to look. */
    boolean isDue(long now) {
        return isSettled() && now - lookedAt >= interval;
    }

    /** How long until it is time to look, or to judge. */
    long nanosUntilDue(long now) {
        return Math.max(0, (isSettled() ? interval : PATIENCE) - (now - lookedAt));
    }

    /** Takes the newest events of the table, without those that are older than the feed reaches back. */
    void looked(List<Stored> newest, Instant reach, long now) {
        lookedAt = now;
        suspects = newest.stream()
                .filter(event -> !event.ts().isBefore(reach) && !known.test(event))
                .toList();
    }

    /** The feed has nothing to bring just now. Says whether it should have had for a while. */
    boolean isDeaf(long now) {
        return now - lookedAt >= PATIENCE && !isSettled();
    }

    private boolean isSettled() {
        if (!suspects.isEmpty() && suspects.stream().allMatch(known)) {
            suspects = List.of();
        }
        return suspects.isEmpty();
    }
}
