package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import io.github.rethinkemitter.internal.publish.EventQueue.Rejection.Reason;
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
 * The events that wait to be sent, in the order of their triggers. It is bounded by their number, and by the size of all
 * events from the trigger until the stage completes. Safe for use by many threads: no code of the application and no other
 * class of this package is called under its lock.
 */
final class EventQueue {

    private final PublishSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<QueuedEvent> events = new ArrayDeque<>();
    // The size of events, to be read without the lock.
    private volatile int length;
    // Characters of all events whose stages are not completed. It grows under the lock only.
    private final AtomicLong heldSize = new AtomicLong();
    private final AtomicInteger threadsWaitingForRoom = new AtomicInteger();
    private boolean closed;

    EventQueue(PublishSettings settings) {
        this.settings = settings;
    }

    /** Why an event was not queued. */
    record Rejection(EventDroppedException problem, Reason reason) {

        enum Reason {
            FULL,
            INTERRUPTED,
            CLOSED
        }
    }

    /** Queues an event, waiting for room if the settings say so. Null when it is queued. */
    @Nullable
    Rejection offer(QueuedEvent event) {
        lock.lock();
        try {
            Rejection rejection = awaitRoom(event);
            if (rejection == null) {
                events.add(event);
                length = events.size();
                heldSize.addAndGet(event.size());
            }
            return rejection;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Rejection awaitRoom(QueuedEvent event) {
        if (!closed && hasRoom(event)) {
            return null;
        }
        long nanos = Nanos.of(settings.blockTimeout());
        threadsWaitingForRoom.incrementAndGet();
        try {
            while (!closed && !hasRoom(event)) {
                if (settings.overflow() != Overflow.BLOCK) {
                    return new Rejection(PublishFailures.full(event.topic(), limit(event)), Reason.FULL);
                }
                if (nanos <= 0) {
                    return new Rejection(
                            PublishFailures.stillFull(event.topic(), limit(event), settings.blockTimeout()),
                            Reason.FULL);
                }
                nanos = room.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Rejection(PublishFailures.interrupted(event.topic()), Reason.INTERRUPTED);
        } finally {
            threadsWaitingForRoom.decrementAndGet();
        }
        return closed ? new Rejection(PublishFailures.closed(event.topic()), Reason.CLOSED) : null;
    }

    // An event that alone is larger than the whole queue may be is queued when no other is held.
    private boolean hasRoom(QueuedEvent event) {
        long held = heldSize.get();
        return events.size() < settings.bufferSize() && (held == 0 || held + event.size() <= settings.bufferBytes());
    }

    // The limit that was reached, for a message.
    private PublishFailures.Limit limit(QueuedEvent event) {
        return events.size() < settings.bufferSize()
                ? PublishFailures.Limit.bytes(settings.bufferBytes(), event.size())
                : PublishFailures.Limit.events(settings.bufferSize());
    }

    /**
     * The next events in order: as many as one insert may have, as one document if they can be packed, and at least one if
     * there is one. The caller calls
     * {@link #signalRoom} when it has sent them.
     */
    List<QueuedEvent> take() {
        lock.lock();
        try {
            List<QueuedEvent> taken = new ArrayList<>();
            if (settings.pack() == Pack.AUTO) {
                take(taken, Packing.MOST_EVENTS, Packing.MOST_CHARACTERS);
            }
            if (taken.size() < Packing.FEWEST_EVENTS) {
                take(taken, settings.batchSize(), settings.batchBytes());
            }
            length = events.size();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    // Fills up a list until it has so many events or characters, and with one event at least.
    private void take(List<QueuedEvent> taken, int mostEvents, int mostCharacters) {
        long size = Packing.size(taken);
        for (QueuedEvent next = events.peek(); next != null && taken.size() < mostEvents; next = events.peek()) {
            size += next.size();
            if (!taken.isEmpty() && size > mostCharacters) {
                return;
            }
            taken.add(events.remove());
        }
    }

    /** Puts events that were taken back to the front. */
    void putBack(List<QueuedEvent> taken) {
        lock.lock();
        try {
            for (int i = taken.size() - 1; i >= 0; i--) {
                events.addFirst(taken.get(i));
            }
            length = events.size();
        } finally {
            lock.unlock();
        }
    }

    /** Removes all events. */
    List<QueuedEvent> drain() {
        lock.lock();
        try {
            var drained = List.copyOf(events);
            events.clear();
            length = 0;
            room.signalAll();
            return drained;
        } finally {
            lock.unlock();
        }
    }

    /** Called once for each event that was taken or drained, when its stage completes: its content is no longer held. */
    void release(QueuedEvent event) {
        heldSize.addAndGet(-event.size());
        signalRoom();
    }

    /**
     * Wakes the threads that wait for room. The publisher thread calls this after it has sent what it took, and not before:
     * these threads would compete with it for the processors.
     */
    void signalRoom() {
        // A waiting thread has counted itself before it looked for room, so it sees the room or is seen here.
        if (threadsWaitingForRoom.get() > 0) {
            lock.lock();
            try {
                room.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** How many events wait. */
    int size() {
        return length;
    }

    /** When the event that has waited the longest was triggered, in nanoseconds; null when none waits. */
    @Nullable
    Long oldestTriggeredAt() {
        lock.lock();
        try {
            var first = events.peek();
            return first == null ? null : first.triggeredAt();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Whether at least half of the room is free. */
    boolean isHalfFree() {
        return length <= settings.bufferSize() / 2 && heldSize.get() <= settings.bufferBytes() / 2;
    }

    /** Takes no more events. Those that are queued stay. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
