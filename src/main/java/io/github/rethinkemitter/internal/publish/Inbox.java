package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.publish.Inbox.Offer.Reason;
import io.github.rethinkemitter.internal.publish.PendingInsert.Landing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Deque<QueuedEvent> waiting = new ArrayDeque<>();
    // Of all events from their trigger until their outcome is told. Added to under the lock only.
    private final AtomicLong size = new AtomicLong();
    // Threads that wait for room.
    private final AtomicInteger blocked = new AtomicInteger();
    private List<Landing> landings = new ArrayList<>();
    private volatile @Nullable Session session;
    private volatile Phase phase = Phase.OPEN;
    // Something other than an event came since the publisher's thread last waited.
    private boolean news;
    private boolean asleep;
    // The publisher's thread sleeps and would send an event at once. Whoever brings one takes that over: cleared by
    // offer(), set again by sent() when one more may go. A thread that waits for answers is not woken in vain.
    private boolean wanting;

    Inbox(PublishSettings settings) {
        this.settings = settings;
    }

    /** What became of an offered event. */
    sealed interface Offer {

        /** It waits, and is sent when its time has come. */
        record Waits() implements Offer {}

        /** It waits and could go now: the caller sends it, and calls {@link #sent} in any case. */
        record Wanted() implements Offer {}

        record Dropped(EventDroppedException problem, Reason reason) implements Offer {}

        /** Why an event was dropped. */
        enum Reason {
            FULL,
            INTERRUPTED,
            STOPPED
        }
    }

    Offer offer(QueuedEvent event) {
        lock.lock();
        try {
            Offer.Dropped dropped = awaitRoom(event);
            if (dropped != null) {
                return dropped;
            }
            waiting.add(event);
            size.addAndGet(event.size());
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

    private Offer.@Nullable Dropped awaitRoom(QueuedEvent event) {
        if (phase == Phase.OPEN && hasRoom(event)) {
            return null;
        }
        long nanos = Nanos.of(settings.blockTimeout());
        blocked.incrementAndGet();
        try {
            while (phase == Phase.OPEN && !hasRoom(event)) {
                if (settings.overflow() != Overflow.BLOCK) {
                    return dropped(PublishFailures.full(event.topic(), limit(event)), Reason.FULL);
                }
                if (nanos <= 0) {
                    return dropped(
                            PublishFailures.stillFull(event.topic(), limit(event), settings.blockTimeout()),
                            Reason.FULL);
                }
                nanos = room.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return dropped(PublishFailures.interrupted(event.topic()), Reason.INTERRUPTED);
        } finally {
            blocked.decrementAndGet();
        }
        return phase == Phase.OPEN ? null : dropped(PublishFailures.closed(event.topic()), Reason.STOPPED);
    }

    private static Offer.Dropped dropped(EventDroppedException problem, Reason reason) {
        return new Offer.Dropped(problem, reason);
    }

    // An event that is larger than all that may be held goes alone.
    private boolean hasRoom(QueuedEvent event) {
        long held = size.get();
        return waiting.size() < settings.bufferSize() && (held == 0 || held + event.size() <= settings.bufferBytes());
    }

    // The bound that was hit, for a message.
    private PublishFailures.Limit limit(QueuedEvent event) {
        return waiting.size() < settings.bufferSize()
                ? PublishFailures.Limit.bytes(settings.bufferBytes(), event.size())
                : PublishFailures.Limit.events(settings.bufferSize());
    }

    /** Called once for each event that was taken or drained, when its outcome is told: its content is not held any more. */
    void release(QueuedEvent event) {
        size.addAndGet(-event.size());
        // Who waits has counted itself before it looked at the size, so one of the two sees the other.
        if (blocked.get() > 0) {
            makeRoom();
        }
    }

    /**
     * The next events in order: as many as one insert may have, and at least one if there is one. {@link #makeRoom} tells
     * those who wait for their places.
     */
    List<QueuedEvent> take() {
        lock.lock();
        try {
            List<QueuedEvent> taken = new ArrayList<>();
            long size = 0;
            for (QueuedEvent next = waiting.peek();
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

    /** Puts events that were taken back to the front. */
    void putBack(List<QueuedEvent> events) {
        lock.lock();
        try {
            for (int i = events.size() - 1; i >= 0; i--) {
                waiting.addFirst(events.get(i));
            }
        } finally {
            lock.unlock();
        }
    }

    /** All that was not sent. */
    List<QueuedEvent> drain() {
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

    /** Whether at least half of the room is free. */
    boolean isRoomy() {
        lock.lock();
        try {
            return waiting.size() <= settings.bufferSize() / 2 && size.get() <= settings.bufferBytes() / 2;
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
