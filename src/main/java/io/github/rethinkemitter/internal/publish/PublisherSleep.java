package io.github.rethinkemitter.internal.publish;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the publisher thread sleeps until there is something to do.
 *
 * <p>A lone event is sent by the thread that triggers it, since waking the publisher thread would take longer than everything
 * else. For this the publisher thread says before it sleeps whether an event could be sent at once. The first thread that
 * queues an event then takes the sending over ({@link #handOver}), and says afterwards how it went ({@link #handBack}). No
 * event is left behind: a queued event is sent by the thread that took over, or that thread wakes the publisher thread, or an
 * answer that is due wakes it.
 */
final class PublisherSleep {

    private enum State {
        /** The publisher thread is at work, and looks into the queue before it sleeps. */
        AWAKE,
        /** The publisher thread sleeps. Nothing may be sent before an answer comes, or some time has passed. */
        AWAITING_ANSWER,
        /** The publisher thread sleeps, and a new event could be sent at once. */
        IDLE,
        /** The publisher thread sleeps, and a thread that has queued an event sends, or has sent all that it may. */
        HANDED_OVER
    }

    /** What a thread that took the sending over has done. */
    enum Inline {
        SENT_NOTHING,
        /** It has sent events, and more could be sent. */
        SENT_AND_IDLE,
        /** It has sent events, and no more may be sent until an answer comes. */
        SENT_AND_AWAITING_ANSWER
    }

    private final EventQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private boolean wakeRequested;
    // Only handOver() changes it without the lock.
    private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);

    PublisherSleep(EventQueue queue) {
        this.queue = queue;
    }

    /**
     * Called by the publisher thread: sleeps until another thread wakes it or the time is up.
     *
     * @param takesEvents whether a new event could be sent at once
     */
    void await(boolean takesEvents, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // Before the look into the queue: other threads queue an event first, and then look at the state.
            state.set(takesEvents ? State.IDLE : State.AWAITING_ANSWER);
            long left = nanos;
            while (!wakeRequested && left > 0 && !(takesEvents && !queue.isEmpty())) {
                left = wakeUp.awaitNanos(left);
            }
            wakeRequested = false;
        } finally {
            state.set(State.AWAKE);
            lock.unlock();
        }
    }

    /** Wakes the publisher thread, or keeps it from sleeping if it is awake. */
    void wake() {
        lock.lock();
        try {
            wakeRequested = true;
            wakeUp.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread, which has just queued an event, is to send. It then calls {@link #handBack} in any case. */
    boolean handOver() {
        return state.get() == State.IDLE && state.compareAndSet(State.IDLE, State.HANDED_OVER);
    }

    /**
     * Called by the thread that took the sending over. If the publisher thread has been awake meanwhile, it has looked into the
     * queue and has set the state itself: that state is left alone.
     */
    void handBack(Inline result) {
        switch (result) {
            case SENT_NOTHING -> wake();
            case SENT_AND_IDLE -> {
                state.compareAndSet(State.HANDED_OVER, State.IDLE);
                // Looked at after the state was set: other threads did not send while the state was HANDED_OVER.
                if (!queue.isEmpty()) {
                    wake();
                }
            }
            case SENT_AND_AWAITING_ANSWER -> {} // the answer wakes the publisher thread
        }
    }
}
