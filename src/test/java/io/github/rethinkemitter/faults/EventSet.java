package io.github.rethinkemitter.faults;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A set of events, each known by its publisher and its number there; a bit for each, so that many fit. Thread-safe. */
final class EventSet {

    private final Map<Integer, BitSet> byPublisher = new TreeMap<>();

    /** Adds an event, and says whether it is new. */
    synchronized boolean add(int publisher, int number) {
        BitSet numbers = byPublisher.computeIfAbsent(publisher, unknown -> new BitSet());
        boolean isNew = !numbers.get(number);
        numbers.set(number);
        return isNew;
    }

    synchronized int count() {
        return byPublisher.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    synchronized int publishers() {
        return byPublisher.size();
    }

    synchronized EventSet copy() {
        var copy = new EventSet();
        byPublisher.forEach((publisher, numbers) -> copy.byPublisher.put(publisher, (BitSet) numbers.clone()));
        return copy;
    }

    /** Those of these that are not among the others. */
    EventSet without(EventSet others) {
        EventSet theirs = others.copy();
        EventSet left = copy();
        left.byPublisher.forEach(
                (publisher, numbers) -> numbers.andNot(theirs.byPublisher.getOrDefault(publisher, new BitSet())));
        return left;
    }

    /** Those of one publisher. */
    synchronized EventSet of(int publisher) {
        EventSet own = copy();
        own.byPublisher.keySet().retainAll(Set.of(publisher));
        return own;
    }

    /** Whether at least one of these is among the others. */
    boolean meets(EventSet others) {
        return without(others).count() < count();
    }

    void addAll(EventSet others) {
        EventSet theirs = others.copy();
        synchronized (this) {
            theirs.byPublisher.forEach((publisher, numbers) -> byPublisher
                    .computeIfAbsent(publisher, unknown -> new BitSet())
                    .or(numbers));
        }
    }

    @Override
    public synchronized String toString() {
        return byPublisher.toString();
    }
}
