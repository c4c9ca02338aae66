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

/** The events that an application has observed, in the order in which they came. */
final class ObservedEvents {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final List<RethinkEvent> events = new ArrayList<>();

    synchronized void add(RethinkEvent event) {
        events.add(event);
    }

    synchronized List<RethinkEvent> events() {
        return List.copyOf(events);
    }

    List<String> topics() {
        return events().stream().map(RethinkEvent::topic).toList();
    }

    /** Waits until this many events were observed, and returns all of them. */
    List<RethinkEvent> await(int count) {
        org.awaitility.Awaitility.await().atMost(TIMEOUT).until(() -> size() >= count);
        return events();
    }

    /** Waits until the event with each of these ids was observed. */
    void awaitIds(Collection<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        org.awaitility.Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
            events().forEach(event -> missing.remove(event.id()));
            assertThat(missing).isEmpty();
        });
    }

    /** Fails if an event was observed twice, or if events of a publisher were not observed in the order of their numbers. */
    void assertOnceAndInOrder() {
        var observed = events();
        assertThat(observed).extracting(RethinkEvent::id).doesNotHaveDuplicates();
        Map<String, Long> last = new HashMap<>();
        for (var event : observed) {
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
