package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.Parking;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait because an observer has failed on an earlier event of the same key; where later events wait behind a parked one
 * ({@code HOLD}) also those without a key, behind one of their publisher. Each such key of an observer is a group.
 *
 * <p>While the first event of a group waits in memory, the others do, too, and follow one by one. As soon as it is stored, all are
 * stored, and so is each that comes later; then the database has their order, and each that is handled lets the next one wait to be
 * attempted. Safe for use by many threads. An event costs nothing here while there are no groups.
 */
final class EventGroups {

    /** So many events of a group are stored. */
    static final int MOST_HELD = 10_000;

    private final String channel;
    private final InFlightEvents events;
    private final WaitingAttempts waiting;
    private final @Nullable Parking parking;
    private final LongSupplier nanoTime;
    private final LogThrottle overflows = new LogThrottle();

    private final Map<String, Group> groups = new HashMap<>(); // guarded by this
    private volatile boolean empty = true; // read without the lock for each event

    /** Guarded by {@link EventGroups}. */
    private static final class Group {
        private final Deque<NextAttempt> followers = new ArrayDeque<>(); // in memory
        private @Nullable ObserverTask
                first; // which waits in memory or is being attempted; null when the group is stored
        private boolean stored;
        private int entries; // about how many are stored
        private int underWay; // outcomes that are being stored
        private boolean gone; // the database had no entries when it was last asked
    }

    EventGroups(
            String channel,
            InFlightEvents events,
            WaitingAttempts waiting,
            @Nullable Parking parking,
            LongSupplier nanoTime) {
        this.channel = channel;
        this.events = events;
        this.waiting = waiting;
        this.parking = parking;
        this.nanoTime = nanoTime;
    }

    /** The group that an event belongs to as soon as an observer fails on it; null for none, as for replayed ones. */
    @Nullable
    String groupOf(ObserverTask task) {
        if (task.isReplayed()) {
            return null; // it has its place among the events of its replay
        }
        var target = task.target;
        var event = task.event.delivery.event();
        String common = null;
        if (event.key() != null) {
            common = "key " + event.key();
        } else if (target.retries.holds() && event.src() != null) {
            common = "publisher " + event.src();
        }
        if (common == null) {
            return null;
        }
        return parking == null ? target.key + '\n' + common : parking.groupOf(target.key, common);
    }

    /** These are all groups that have stored events. */
    void restore(List<ParkedGroup> stored) {
        var advancing = new ArrayList<String>();
        synchronized (this) {
            var known = new HashSet<String>();
            for (var one : stored) {
                var group = groups.computeIfAbsent(one.id(), key -> new Group());
                group.stored = true;
                group.entries = one.entries();
                known.add(one.id());
                if (one.held()) {
                    advancing.add(one.id());
                }
            }
            groups.forEach((id, group) -> {
                if (group.stored && !known.contains(id)) {
                    advancing.add(id); // that it has no events any more was in an answer that was lost
                }
            });
            empty = groups.isEmpty();
        }
        advancing.forEach(id -> advance(id, null));
    }

    /**
     * Keeps a task from its observer when that has to get another event first. The task's part then waits, or ends when the event is
     * stored.
     *
     * @return whether the observer must not be called
     */
    boolean holdsBack(ObserverTask task) {
        if (empty || task.stored() != null) {
            return false;
        }
        var id = groupOf(task);
        return id != null && holdsBack(task, id);
    }

    private synchronized boolean holdsBack(ObserverTask task, String id) {
        var group = groups.get(id);
        if (group == null || group.first == task) {
            return false;
        }
        if (group.stored) {
            hold(task, id, group);
            return true;
        }
        var follower = new NextAttempt(task, nanoTime.getAsLong(), task.attempt());
        if (waiting.hold(task, follower, false)) {
            group.followers.add(follower);
        } else if (parking == null) {
            Log.outOfOrder(channel, task, overflows.letThrough(nanoTime.getAsLong()));
            return false;
        } else if (group.first instanceof NextAttempt first && waiting.remove(first)) {
            // The first is stored after all, so that all others can be.
            store(first, id, group, ParkedState.WAITING, ParkedReason.FAILED, first.attempt() - 1);
            storeFollowers(id, group);
            hold(task, id, group);
        } else {
            // The first is just being attempted. What becomes of it decides about the others.
            waiting.hold(task, follower, true);
            group.followers.add(follower);
        }
        return true;
    }

    /** A task that has failed is the first of its group, or was; now it is another task of the same event and observer. */
    synchronized void waits(ObserverTask failed, ObserverTask next) {
        var id = groupOf(failed);
        if (id != null) {
            var group = groups.computeIfAbsent(id, key -> new Group());
            if (!group.stored) {
                group.first = next;
            }
            empty = false;
        }
    }

    /**
     * Stores the event of a failed task, and then those behind it. In this order, because a crash in between must not leave events
     * without the one that they wait for.
     *
     * @param store begins to store the first
     */
    synchronized void store(ObserverTask failed, String id, Runnable store) {
        var group = groups.computeIfAbsent(id, key -> new Group());
        empty = false;
        group.underWay++;
        group.entries += failed.stored() == null ? 1 : 0;
        group.gone = false;
        store.run();
        storeFollowers(id, group);
    }

    private void storeFollowers(String id, Group group) {
        group.stored = true;
        group.first = null;
        for (var follower = group.followers.poll(); follower != null; follower = group.followers.poll()) {
            waiting.leave(follower);
            store(follower, id, group, ParkedState.HELD, ParkedReason.ORDER, follower.attempt() - 1);
        }
    }

    private void hold(ObserverTask task, String id, Group group) {
        if (group.entries >= MOST_HELD) {
            Log.tooManyHeld(channel, task, MOST_HELD, overflows.letThrough(nanoTime.getAsLong()));
            events.end(task, false);
            return;
        }
        store(task, id, group, ParkedState.HELD, ParkedReason.ORDER, task.attempt() - 1);
    }

    private void store(
            ObserverTask task, String id, Group group, ParkedState state, ParkedReason reason, int attempts) {
        if (parking == null) {
            throw new IllegalStateException("events cannot be stored");
        }
        group.underWay++;
        group.entries++;
        group.gone = false;
        var event = task.event.delivery.event();
        var dueIn = state == ParkedState.WAITING ? Duration.ZERO : null;
        parking.store(new AttemptOutcome(task.target.key, event, state, reason, attempts, dueIn, null, id), entry -> {
            events.end(task, true);
            isStored(id);
        });
    }

    /** An outcome of the group is stored. */
    void isStored(String id) {
        boolean follows;
        synchronized (this) {
            var group = groups.get(id);
            if (group == null) {
                return;
            }
            group.underWay--;
            follows = group.gone; // the database was asked too early
        }
        if (follows) {
            advance(id, null);
        }
    }

    /**
     * An event is done for an observer, so that the next one of its group follows. Of a stored group it was the first, and that is
     * written.
     *
     * @param by who has redriven it; null for nobody
     */
    void done(ObserverTask task, @Nullable String by) {
        var id = empty ? null : groupOf(task);
        if (id == null) {
            return;
        }
        NextAttempt next;
        synchronized (this) {
            var group = groups.get(id);
            if (group == null || (!group.stored && group.first != task)) {
                return;
            }
            next = group.stored ? null : group.followers.poll();
            if (!group.stored) {
                group.first = next;
                if (next == null) {
                    remove(id);
                    return;
                }
            }
        }
        if (next == null) {
            advance(id, by);
        } else {
            waiting.release(next);
        }
    }

    /** Lets the next stored event of a group follow, or ends the group. */
    void advance(String id, @Nullable String by) {
        if (parking != null) {
            parking.advance(id, by, left -> advanced(id, left));
        }
    }

    private void advanced(String id, boolean left) {
        boolean again;
        synchronized (this) {
            var group = groups.get(id);
            if (group == null || left) {
                return;
            }
            again = group.underWay > 0;
            group.gone = again;
            if (!again) {
                remove(id);
            }
        }
    }

    private void remove(String id) {
        groups.remove(id);
        empty = groups.isEmpty();
    }
}
