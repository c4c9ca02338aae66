package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.publish.Flight.Landing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All that other threads hand to the publisher's thread, under one lock, under which nothing of anybody else is called: no
 * stage completes and no signal is given in here.
 */
final class Inbox {

    private enum Phase {
        OPEN,
        /** Nothing new, but what waits still goes. */
        CLOSING,
        STOPPED
    }

    private final PublishSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Condition settling = lock.newCondition();
    // Events whose stages are completed.
    private final Settled settled = new Settled();
    private List<Landing> landings = new ArrayList<>();
    private volatile @Nullable Session session;
    private volatile Phase phase = Phase.OPEN;
    // Something other than an event came since the publisher's thread last waited.
    private boolean news;
    private boolean asleep;
    // The publisher's thread sleeps and would send an event at once. Whoever brings one takes that over: cleared by
    // offer(), set again by sent() when one more may go. A thread that waits for answers is not woken in vain.
    private boolean wanting;
    private @Nullable Thread worker;

    Inbox(PublishSettings settings) {
        this.settings = settings;
    }

    /** What became of an offered event. */
    sealed interface Offer {

        /** It waits, and is sent when its time has come. */
        record Waits() implements Offer {}

        /** It waits and could go now: the caller sends it, and calls {@link #sent} in any case. */
        record Wanted() implements Offer {}

        record Dropped(EventDroppedException problem) implements Offer {}
    }

    Offer offer(Pending event) {
        lock.lock();
        try {
            EventDroppedException problem = awaitRoom(event);
            if (problem != null) {
                return new Offer.Dropped(problem);
            }
            waiting.add(event);
            if (!wanting) {
                return new Offer.Waits();
            }
            wanting = false;
            return new Offer.Wanted();
        } finally {
            lock.unlock();
        }
    }

    /** How a caller who was told {@link Offer.Wanted} has fared. */
    enum Sent {
        NOTHING,
        AND_TAKES_MORE,
        /** The publisher's thread will be woken by an answer. */
        AND_TAKES_NO_MORE
    }

    void sent(Sent what) {
        lock.lock();
        try {
            room.signalAll();
            if (what == Sent.NOTHING || (what == Sent.AND_TAKES_MORE && !waiting.isEmpty())) {
                wakeUp();
            } else if (what == Sent.AND_TAKES_MORE) {
                wanting = asleep;
            }
            // Else an answer wakes the thread. If it did so already, the thread may be asleep again, and has said
            // itself whether it wants one.
        } finally {
            lock.unlock();
        }
    }

    /** Lets those go on who wait for room; after the sending, with which they would compete for the processors. */
    void makeRoom() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable EventDroppedException awaitRoom(Pending event) {
        // A callback on the publisher's thread would wait for itself.
        boolean blocks = settings.overflow() == Overflow.BLOCK && Thread.currentThread() != worker;
        long nanos = settings.blockTimeout().toNanos();
        while (phase == Phase.OPEN && waiting.size() >= settings.bufferSize()) {
            if (!blocks) {
                return Drops.full(event.topic(), settings.bufferSize());
            }
            if (nanos <= 0) {
                return Drops.stillFull(event.topic(), settings.bufferSize(), settings.blockTimeout());
            }
            try {
                nanos = room.awaitNanos(nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Drops.interrupted(event.topic());
            }
        }
        return phase == Phase.OPEN ? null : Drops.closed(event.topic());
    }

    /**
     * The next events in order: as many as one insert may have, and at least one if there is one. {@link #makeRoom} tells
     * those who wait for their places.
     */
    List<Pending> take() {
        lock.lock();
        try {
            List<Pending> taken = new ArrayList<>();
            long size = 0;
            for (Pending next = waiting.peek();
                    next != null && taken.size() < settings.batchSize();
                    next = waiting.peek()) {
                size += next.content().size();
                if (!taken.isEmpty() && size > settings.batchBytes()) {
                    break;
                }
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** All that was not sent, for which a flush waits until it is {@link #settled}. */
    List<Pending> drain() {
        lock.lock();
        try {
            var drained = List.copyOf(waiting);
            waiting.clear();
            room.signalAll();
            return drained;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Called once for every event that was offered, taken or not, when its stage has been completed and not before: a flush
     * must not overtake it.
     */
    void settled(Collection<Pending> events) {
        lock.lock();
        try {
            events.forEach(event -> settled.add(event.ordinal()));
            settling.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every event up to this ordinal is settled. */
    boolean flush(long last, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // A callback on the publisher's thread would wait for itself.
            long nanos = Thread.currentThread() == worker ? 0 : timeout.toNanos();
            while (settled.upTo() < last) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = settling.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether at least half of the room is free. */
    boolean isRoomy() {
        lock.lock();
        try {
            return waiting.size() <= settings.bufferSize() / 2;
        } finally {
            lock.unlock();
        }
    }

    void land(Landing landing) {
        lock.lock();
        try {
            landings.add(landing);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    List<Landing> landings() {
        lock.lock();
        try {
            List<Landing> landed = landings;
            landings = new ArrayList<>();
            return landed;
        } finally {
            lock.unlock();
        }
    }

    void session(@Nullable Session next) {
        lock.lock();
        try {
            session = next;
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the publisher's thread to look around. */
    void wake() {
        lock.lock();
        try {
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    /** The session to use: null while there is none, or it has ended. */
    @Nullable
    Session session() {
        Session current = session;
        return current != null && current.isOpen() ? current : null;
    }

    /** Waits for something to do, at most that long; new events count as such only if they are wanted. */
    void await(boolean wantsEvents, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!news && landings.isEmpty() && left > 0 && !(wantsEvents && !waiting.isEmpty())) {
                asleep = true;
                wanting = wantsEvents;
                left = work.awaitNanos(left);
            }
            news = false;
        } finally {
            asleep = false;
            wanting = false;
            lock.unlock();
        }
    }

    /** Makes the calling thread the publisher's. */
    void serve() {
        lock.lock();
        try {
            worker = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        leave(Phase.CLOSING);
    }

    void stop() {
        leave(Phase.STOPPED);
    }

    boolean isStopped() {
        return phase == Phase.STOPPED;
    }

    // Only forwards: STOPPED is final.
    private void leave(Phase next) {
        lock.lock();
        try {
            if (next.compareTo(phase) > 0) {
                phase = next;
            }
            room.signalAll();
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    private void wakeUp() {
        news = true;
        work.signal();
    }
}
