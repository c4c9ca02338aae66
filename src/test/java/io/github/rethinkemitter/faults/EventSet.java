package io.github.rethinkemitter.faults;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A set of events, identified by publisher and number. An event takes one bit, so that a set can be large. Thread-safe. */
final class EventSet {

    private final Map<Integer, BitSet> byPublisher = new TreeMap<>();

    /** Adds an event and returns whether it is new. */
    synchronized boolean add(int publisher, int number) {
        BitSet numbers = byPublisher.computeIfAbsent(publisher, unknown -> new BitSet());
        boolean isNew = !numbers.get(number);
        numbers.set(number);
        return isNew;
    }

    synchronized int count() {
        return byPublisher.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    /** The number of publishers that have events in this set. */
    synchronized int publishers() {
        return byPublisher.size();
    }

    synchronized EventSet copy() {
        var copy = new EventSet();
        byPublisher.forEach((publisher, numbers) -> copy.byPublisher.put(publisher, (BitSet) numbers.clone()));
        return copy;
    }

    /** The events that are not in the other set. */
    EventSet without(EventSet others) {
        EventSet excluded = others.copy();
        EventSet left = copy();
        left.byPublisher.forEach(
                (publisher, numbers) -> numbers.andNot(excluded.byPublisher.getOrDefault(publisher, new BitSet())));
        return left;
    }

    /** The events of one publisher. */
    synchronized EventSet ofPublisher(int publisher) {
        EventSet own = copy();
        own.byPublisher.keySet().retainAll(Set.of(publisher));
        return own;
    }

    /** The events on which the failing subscriber fails. */
    EventSet failing() {
        EventSet failing = copy();
        failing.byPublisher
                .values()
                .forEach(numbers -> numbers.stream()
                        .filter(number -> !NumberedEvents.isFailing(number))
                        .forEach(numbers::clear));
        return failing;
    }

    /** Whether at least one event is in both sets. */
    boolean intersects(EventSet others) {
        return without(others).count() < count();
    }

    void addAll(EventSet others) {
        EventSet added = others.copy();
        synchronized (this) {
            added.byPublisher.forEach((publisher, numbers) -> byPublisher
                    .computeIfAbsent(publisher, unknown -> new BitSet())
                    .or(numbers));
        }
    }

    @Override
    public synchronized String toString() {
        return byPublisher.toString();
    }
}
