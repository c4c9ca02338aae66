package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.RethinkEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every event that an application observed, in its order. */
final class ObservedEvents {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<RethinkEvent> events = new ArrayList<>();

    synchronized void record(RethinkEvent event) {
        events.add(event);
    }

    synchronized List<RethinkEvent> events() {
        return List.copyOf(events);
    }

    List<String> topics() {
        return events().stream().map(RethinkEvent::topic).toList();
    }

    /** Waits until so many were observed, and returns all. */
    List<RethinkEvent> await(int count) {
        ObservedEvents self = this;
        org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> self.size() >= count);
        return events();
    }

    /** Waits until each of these ids was observed. */
    void awaitIds(Collection<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        org.awaitility.Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            events().forEach(event -> missing.remove(event.id()));
            assertThat(missing).isEmpty();
        });
    }

    /** No event twice, and each publisher's in the order of its numbers. */
    void assertOnceAndInOrder() {
        var seen = events();
        assertThat(seen).extracting(RethinkEvent::id).doesNotHaveDuplicates();
        Map<String, Long> last = new HashMap<>();
        for (var event : seen) {
            event.origin().ifPresent(origin -> {
                long now = event.sequence().orElseThrow();
                Long before = last.put(origin, now);
                assertThat(before == null || before < now)
                        .as("event %s of %s comes after event %s", now, origin, before)
                        .isTrue();
            });
        }
    }

    private synchronized int size() {
        return events.size();
    }
}
