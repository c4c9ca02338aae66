package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parked events in memory, with a clock that a test moves. Loses answers, or refuses writes, when a test says so. */
public class FakeParkedStore implements ParkedStore {

    private final Map<String, ParkedEntry> entries = new TreeMap<>();
    private final Map<String, String> holders = new HashMap<>(); // processes by the ids of the entries they hold
    private final Map<String, String> groups = new HashMap<>(); // by the ids of their entries
    private final List<String> calls = new ArrayList<>();
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private Predicate<ParkedWrite> refused = write -> false;
    private boolean loseNextAnswer;
    private boolean down;

    public synchronized void letPass(Duration time) {
        now = now.plus(time);
    }

    public synchronized Instant now() {
        return now;
    }

    /** Writes that contain one of these fail. */
    public synchronized void refuse(Predicate<ParkedWrite> which) {
        refused = which;
    }

    /** The next change is made, and then fails. */
    public synchronized void loseNextAnswer() {
        loseNextAnswer = true;
    }

    /** Whether every call fails. */
    public synchronized void setDown(boolean nextDown) {
        down = nextDown;
    }

    public synchronized List<ParkedEntry> all() {
        return List.copyOf(entries.values());
    }

    public synchronized @Nullable ParkedEntry entry(String id) {
        return entries.get(id);
    }

    public synchronized @Nullable String holder(String id) {
        return holders.get(id);
    }

    /** The names of the methods that were called, with how many entries they were given. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    private void begin(String call) throws IOException {
        calls.add(call);
        if (down) {
            throw new IOException("down");
        }
    }

    private void end() throws IOException {
        if (loseNextAnswer) {
            loseNextAnswer = false;
            throw new IOException("the answer is lost");
        }
    }

    @Override
    public synchronized void park(Subscription owner, List<ParkedWrite> outcomes) throws IOException {
        begin("park " + outcomes.size());
        if (outcomes.stream().anyMatch(refused)) {
            throw new IOException("refused");
        }
        outcomes.forEach(outcome -> write(owner, outcome));
        end();
    }

    private void write(Subscription owner, ParkedWrite write) {
        var old = entries.get(write.id());
        if (old != null && !isHeldBy(owner, old)) {
            return;
        }
        var due = write.dueIn() == null ? null : now.plus(write.dueIn());
        entries.put(
                write.id(),
                new ParkedEntry(
                        write.id(),
                        owner.name(),
                        write.observer(),
                        write.event(),
                        write.state(),
                        write.reason(),
                        write.attempts(),
                        old == null ? now : old.first(),
                        now,
                        due,
                        write.cause() == null && old != null ? old.cause() : write.cause(),
                        old == null ? null : old.by(),
                        null));
        if (write.group() == null) {
            groups.remove(write.id());
        } else {
            groups.put(write.id(), write.group());
        }
        if (write.state() == ParkedState.REDRIVING) {
            holders.put(write.id(), owner.owner());
        } else {
            holders.remove(write.id());
        }
    }

    private boolean isHeldBy(Subscription owner, ParkedEntry entry) {
        return entry.state() == ParkedState.REDRIVING && owner.owner().equals(holders.get(entry.id()));
    }

    @Override
    public synchronized Set<String> hold(Subscription owner, List<ParkedWrite> wanted) throws IOException {
        begin("hold " + wanted.size());
        var others = new HashSet<String>();
        for (var call : wanted) {
            var old = entries.get(call.id());
            if (old == null) {
                write(owner, call);
            } else if (!isHeldBy(owner, old)) {
                others.add(call.id());
            }
        }
        end();
        return others;
    }

    @Override
    public synchronized void forget(Subscription owner, Set<String> ids) throws IOException {
        begin("forget " + ids.size());
        entries.values().removeIf(entry -> ids.contains(entry.id()) && isHeldBy(owner, entry));
        end();
    }

    @Override
    public synchronized List<ParkedEntry> takeDue(Subscription owner, int atMost) throws IOException {
        begin("takeDue " + atMost);
        var due = entries.values().stream()
                .filter(entry -> entry.owner().equals(owner.name()) && entry.state() == ParkedState.WAITING)
                .filter(entry -> entry.due() != null && !entry.due().isAfter(now))
                .sorted(Comparator.comparing(ParkedEntry::due))
                .limit(atMost)
                .toList();
        var taken = new ArrayList<ParkedEntry>();
        for (var entry : due) {
            holders.put(entry.id(), owner.owner());
            taken.add(change(entry.id(), old -> with(old, ParkedState.REDRIVING, old.reason(), old.attempts() + 1)));
        }
        end();
        return taken;
    }

    @Override
    public synchronized void release(Subscription owner, Set<String> known) throws IOException {
        begin("release " + known.size());
        for (var entry : List.copyOf(entries.values())) {
            boolean mine = isHeldBy(owner, entry);
            if (entry.state() == ParkedState.REDRIVING && !(mine && known.contains(entry.id()))) {
                holders.remove(entry.id());
                change(
                        entry.id(),
                        old -> mine
                                ? with(old, ParkedState.WAITING, old.reason(), old.attempts() - 1)
                                : with(old, ParkedState.WAITING, ParkedReason.CRASH, old.attempts()));
            }
        }
        end();
    }

    private ParkedEntry change(String id, UnaryOperator<ParkedEntry> change) {
        var changed = change.apply(entries.get(id));
        entries.put(id, changed);
        return changed;
    }

    private ParkedEntry with(ParkedEntry old, ParkedState state, ParkedReason reason, int attempts) {
        return new ParkedEntry(
                old.id(),
                old.owner(),
                old.observer(),
                old.event(),
                state,
                reason,
                attempts,
                old.first(),
                old.last(),
                state == ParkedState.WAITING ? now : old.due(),
                old.cause(),
                old.by(),
                old.note());
    }

    @Override
    public synchronized Set<String> changedSincePosition(Subscription owner, int atMost) throws IOException {
        begin("changedSincePosition " + atMost);
        return entries.values().stream()
                .filter(entry -> entry.owner().equals(owner.name()))
                .map(ParkedEntry::id)
                .limit(atMost)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized List<ParkedGroup> groups(Subscription owner) throws IOException {
        begin("groups");
        return groups.values().stream()
                .distinct()
                .map(id -> new ParkedGroup(
                        id, inOrder(id).size(), inOrder(id).get(0).state() == ParkedState.HELD))
                .toList();
    }

    private List<ParkedEntry> inOrder(String group) {
        return groups.entrySet().stream()
                .filter(one -> one.getValue().equals(group))
                .map(one -> entries.get(one.getKey()))
                .filter(entry -> entry.state() != ParkedState.DISCARDED)
                .sorted(Comparator.comparing(
                                (ParkedEntry entry) -> entry.event().ts())
                        .thenComparing(entry -> entry.event().seq()))
                .toList();
    }

    @Override
    public synchronized boolean advance(Subscription owner, String group, @Nullable String by) throws IOException {
        begin("advance");
        var members = inOrder(group);
        if (!members.isEmpty() && members.get(0).state() == ParkedState.HELD) {
            change(members.get(0).id(), old -> with(old, ParkedState.WAITING, old.reason(), old.attempts()));
        }
        end();
        return !members.isEmpty();
    }

    @Override
    public synchronized Set<String> takeDiscarded(Subscription owner) throws IOException {
        begin("takeDiscarded");
        return Set.of();
    }

    @Override
    public List<ParkedEntry> find(ParkedFilter filter, @Nullable ParkedEntry after, int atMost) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long count(ParkedFilter filter) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized Optional<ParkedEntry> get(String id) throws IOException {
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public synchronized int redrive(Map<String, Duration> dueIn, String by) throws IOException {
        begin("redrive " + dueIn.size());
        dueIn.forEach((id, wait) -> change(
                id,
                old -> new ParkedEntry(
                        id,
                        old.owner(),
                        old.observer(),
                        old.event(),
                        ParkedState.WAITING,
                        old.reason(),
                        0,
                        old.first(),
                        now,
                        now.plus(wait),
                        old.cause(),
                        by,
                        null)));
        end();
        return dueIn.size();
    }

    @Override
    public int discard(Set<String> ids, String by, String note) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized int forgetDone(Duration keep, int atMost) throws IOException {
        begin("forgetDone " + atMost);
        return 0;
    }
}
