package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.FailureCause;
import io.github.rethinkemitter.internal.flow.FakeParkedStore;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parked events in memory, as people see them. It chooses by state and observer, and remembers what it was asked. */
final class InMemoryParkedStore extends FakeParkedStore {

    private static final Comparator<ParkedEntry> ORDER = Comparator.comparing(ParkedEntry::state)
            .thenComparing(ParkedEntry::last)
            .thenComparing(ParkedEntry::id);

    record Discarding(Set<String> ids, String by, String note) {}

    final List<ParkedEntry> entries = new ArrayList<>();
    final List<ParkedFilter> filters = new ArrayList<>();
    final List<Integer> pageSizes = new ArrayList<>();
    final List<Map<String, Duration>> redrivings = new ArrayList<>();
    final List<String> redrivenBy = new ArrayList<>();
    final List<Discarding> discardings = new ArrayList<>();
    int largestPage = Integer.MAX_VALUE;
    /** What the observer makes of an event that was redriven. */
    ParkedState afterRedriving = ParkedState.WAITING;

    @Nullable
    IOException failure;

    /** Stores an entry whose state was changed at this second after the epoch, or before it. */
    void add(String id, String observer, ParkedState state, long second) {
        var event = new StoredEvent("of-" + id, Instant.EPOCH, "src", 1, "beep", "[\"beep\",\"boop\"]", true, null);
        var cause = new FailureCause("java.io.IOException", "no paper", "at …");
        var changed = Instant.ofEpochSecond(second);
        var due = state == ParkedState.WAITING ? changed.plusSeconds(60) : null;
        entries.add(new ParkedEntry(
                id, "one", observer, event, state, ParkedReason.FAILED, 3, changed, changed, due, cause, null, null));
    }

    @Override
    public List<ParkedEntry> find(ParkedFilter filter, @Nullable ParkedEntry after, int atMost) throws IOException {
        fail();
        filters.add(filter);
        pageSizes.add(atMost);
        return entries.stream()
                .filter(entry -> isChosen(entry, filter))
                .filter(entry -> after == null || ORDER.compare(entry, after) > 0)
                .sorted(ORDER)
                .limit(Math.min(atMost, largestPage))
                .toList();
    }

    @Override
    public long count(ParkedFilter filter) throws IOException {
        fail();
        filters.add(filter);
        return entries.stream().filter(entry -> isChosen(entry, filter)).count();
    }

    @Override
    public synchronized Optional<ParkedEntry> get(String id) throws IOException {
        fail();
        return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    @Override
    public synchronized int redrive(Map<String, Duration> dueIn, String by) throws IOException {
        fail();
        redrivings.add(Map.copyOf(dueIn));
        redrivenBy.add(by);
        return change(dueIn.keySet(), Set.of(ParkedState.PARKED), afterRedriving);
    }

    @Override
    public int discard(Set<String> ids, String by, String note) throws IOException {
        fail();
        discardings.add(new Discarding(Set.copyOf(ids), by, note));
        return change(ids, Set.of(ParkedState.WAITING, ParkedState.PARKED, ParkedState.HELD), ParkedState.DISCARDED);
    }

    private int change(Set<String> ids, Set<ParkedState> from, ParkedState to) {
        var changed = entries.stream()
                .filter(entry -> ids.contains(entry.id()) && from.contains(entry.state()))
                .toList();
        entries.removeAll(changed);
        changed.forEach(entry -> add(entry.id(), entry.observer(), to, 1));
        return changed.size();
    }

    private static boolean isChosen(ParkedEntry entry, ParkedFilter filter) {
        return filter.states().contains(entry.state())
                && (filter.observer() == null
                        || filter.observer().equals(entry.observer().replaceFirst("#[0-9]+$", "")));
    }

    private void fail() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
