package io.github.rethinkemitter.internal.park;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The entries that this process knows that it holds. Safe for use by many threads. */
final class HeldEntries {

    private final Map<String, Long> weights = new HashMap<>(); // by id; guarded by this, as is the sum
    private long weight;

    synchronized void add(String id, long entryWeight) {
        var before = weights.put(id, entryWeight);
        weight += entryWeight - (before == null ? 0 : before);
    }

    synchronized void remove(String id) {
        var before = weights.remove(id);
        weight -= before == null ? 0 : before;
    }

    synchronized Set<String> ids() {
        return Set.copyOf(weights.keySet());
    }

    synchronized int count() {
        return weights.size();
    }

    /** About how many bytes their events take in memory. */
    synchronized long weight() {
        return weight;
    }
}
