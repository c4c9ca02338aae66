package io.github.rethinkemitter.internal.park;

import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.Parking;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored about attempts. The events of these outcomes still count against the bounds of the dispatcher, or are bounded
 * as waiting attempts, so this queue has no bound of its own. Safe for use by many threads.
 */
public final class ParkQueue implements Parking {

    private final String owner;
    private final HeldEntries attempted = new HeldEntries();
    private final HeldEntries guarded = new HeldEntries();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting> outcomes = new ArrayDeque<>();
    private final Deque<Advance> advances = new ArrayDeque<>();
    private Set<String> forgotten = new HashSet<>();
    private boolean givenBack; // an entry was, since that was last asked
    private boolean closed;

    /** @param owner the lasting name of this server's subscriber */
    public ParkQueue(String owner) {
        this.owner = owner;
    }

    /** A group whose first entry is done. */
    record Advance(String group, @Nullable String by, Consumer<Boolean> left) {}

    /** An outcome, and who is told when it is stored. */
    record Waiting(String id, AttemptOutcome outcome, Consumer<String> stored) {}

    /** The primary key under which an event is stored for an observer. */
    String idOf(String observer, StoredEvent event) {
        return ParkedIds.of(owner, observer, event.id());
    }

    @Override
    public String groupOf(String observer, String common) {
        return ParkedIds.of(owner, observer, common);
    }

    @Override
    public void advance(String group, @Nullable String by, Consumer<Boolean> left) {
        changing(() -> advances.add(new Advance(group, by, left)));
    }

    @Override
    public void store(AttemptOutcome outcome, Consumer<String> stored) {
        var waiting = new Waiting(idOf(outcome.observer(), outcome.event()), outcome, stored);
        changing(() -> outcomes.add(waiting));
    }

    @Override
    public void giveBack(StoredAttempt attempt) {
        attempted.remove(attempt.id());
        changing(() -> givenBack = true);
    }

    /** Entries that guarded an event are to be deleted, since it is handled; those in which an outcome was stored are not. */
    void forget(Set<String> ids) {
        var guarding = guarded.ids();
        changing(() -> ids.stream().filter(guarding::contains).forEach(forgotten::add));
    }

    /** Events may be given to observers: it is known which of them have to wait for others. */
    void open() {
        opened.countDown();
    }

    void awaitOpen() throws InterruptedException {
        opened.await();
    }

    /** Nothing is added any more. */
    void close() {
        changing(() -> closed = true);
    }

    // Not by equals, because of which JDK 17 would keep the class of a record, and with it an application that was
    // undeployed.
    private static <T> void remove(T one, Deque<T> from) {
        for (var all = from.iterator(); all.hasNext(); ) {
            if (all.next() == one) {
                all.remove();
                return;
            }
        }
    }

    private void changing(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Entries that were taken to be attempted. */
    HeldEntries attempted() {
        return attempted;
    }

    /** Entries that guard events which come again after a crash. */
    HeldEntries guarded() {
        return guarded;
    }

    /** The ids of all entries that this process knows that it holds. */
    Set<String> held() {
        var all = new HashSet<>(attempted.ids());
        all.addAll(guarded.ids());
        return all;
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to do, at most so long. */
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = nanos;
            while (outcomes.isEmpty()
                    && advances.isEmpty()
                    && forgotten.isEmpty()
                    && !givenBack
                    && !closed
                    && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for so long, unless this is closed. */
    void pause(Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = duration.toNanos();
            while (!closed && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean hasOutcomes() {
        lock.lock();
        try {
            return !outcomes.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The outcomes that have waited longest, which stay in the queue until {@link #stored}. One entry is not among them twice.
     *
     * @param bytes about how many they may be together; the first is always among them
     */
    List<Waiting> first(int atMost, long bytes) {
        lock.lock();
        try {
            var first = new ArrayList<Waiting>();
            var ids = new HashSet<String>();
            long weight = 0;
            for (var waiting : outcomes) {
                weight += waiting.outcome().event().weight();
                if (first.size() == atMost || (weight > bytes && !first.isEmpty()) || !ids.add(waiting.id())) {
                    break;
                }
                first.add(waiting);
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** The first outcomes of the queue are stored. */
    void stored(List<Waiting> first) {
        for (var waiting : first) {
            lock.lock();
            try {
                remove(waiting, outcomes);
            } finally {
                lock.unlock();
            }
            attempted.remove(waiting.id());
            guarded.remove(waiting.id());
            waiting.stored().accept(waiting.id());
        }
    }

    /** The first outcome cannot be stored just now, and the others shall not wait for it. */
    void moveFirstToEnd() {
        changing(() -> {
            var first = outcomes.poll();
            if (first != null) {
                outcomes.add(first);
            }
        });
    }

    /** The group that has waited longest to advance, until {@link #advanced}; null when there is none. */
    @Nullable
    Advance firstAdvance() {
        lock.lock();
        try {
            return advances.peek();
        } finally {
            lock.unlock();
        }
    }

    /** A group has advanced. */
    void advanced(Advance first, boolean left) {
        lock.lock();
        try {
            remove(first, advances);
        } finally {
            lock.unlock();
        }
        first.left().accept(left);
    }

    /** The entries that are to be deleted, until {@link #forgot}. */
    Set<String> forgotten() {
        lock.lock();
        try {
            return Set.copyOf(forgotten);
        } finally {
            lock.unlock();
        }
    }

    /** These entries are deleted. */
    void forgot(Set<String> ids) {
        lock.lock();
        try {
            forgotten.removeAll(ids);
        } finally {
            lock.unlock();
        }
        ids.forEach(guarded::remove);
    }

    /** Whether an entry was given back since this was last called. */
    boolean takeGivenBack() {
        lock.lock();
        try {
            boolean was = givenBack;
            givenBack = false;
            return was;
        } finally {
            lock.unlock();
        }
    }
}
