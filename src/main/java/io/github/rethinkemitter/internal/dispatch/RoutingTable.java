package io.github.rethinkemitter.internal.dispatch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which observers want a topic. Used by one thread at a time. */
final class RoutingTable {

    // A topic may contain an id, so that there are as many topics as events.
    private static final int KNOWN_TOPICS = 1_000;

    private final List<RegisteredObserver> observers;
    private final Map<String, List<RegisteredObserver>> byTopic = new HashMap<>();

    RoutingTable(List<RegisteredObserver> observers) {
        // The asynchronous ones first, so that they do not wait for the synchronous ones to return.
        this.observers = observers.stream()
                .sorted(Comparator.comparing((RegisteredObserver target) -> !target.observer.async())
                        .thenComparingInt(target -> target.observer.priority()))
                .toList();
    }

    List<RegisteredObserver> of(String topic) {
        var known = byTopic.get(topic);
        if (known != null) {
            return known;
        }
        var found = observers.stream().filter(target -> target.wants(topic)).toList();
        if (byTopic.size() >= KNOWN_TOPICS) {
            byTopic.clear();
        }
        byTopic.put(topic, found);
        return found;
    }
}
