package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.Nullable;

/** A call of an observer: first it waits for a thread, then it runs. */
final class ObserverCall implements Runnable {

    final Lane lane;
    private final Lanes lanes;

    // Guarded by Lanes. For a synchronous observer they are set before the lane shows the call.
    private long since;
    private @Nullable ObserverTask task;
    private @Nullable StuckCall reportedAsStuck;

    private @Nullable Thread thread; // while the observer runs; guarded by this, as is the next
    private boolean timedOut;

    /** @param since when the call begins to wait for a thread, in nanoseconds */
    ObserverCall(Lane lane, Lanes lanes, long since) {
        this.lane = lane;
        this.lanes = lanes;
        this.since = since;
    }

    /** The calling thread is about to call the observer. */
    void begin(ObserverTask begun, long now) {
        since = now;
        task = begun;
        synchronized (this) {
            thread = Thread.currentThread();
        }
    }

    /** For an executor. */
    @Override
    public void run() {
        lanes.run(this);
    }

    /** Null while the call waits for a thread. */
    @Nullable
    ObserverTask task() {
        return task;
    }

    /** When the call began to run or, while it waits for a thread, to wait. In nanoseconds. */
    long since() {
        return since;
    }

    @Nullable
    StuckCall reportedAsStuck() {
        return reportedAsStuck;
    }

    void reportedAs(StuckCall stuck) {
        reportedAsStuck = stuck;
    }

    /**
     * The observer has returned or thrown; from now on its thread is not interrupted.
     *
     * @return whether the call had timed out
     */
    synchronized boolean end() {
        thread = null;
        return timedOut;
    }

    /**
     * Interrupts the observer because its time is up.
     *
     * @return false when that was done before, or the observer has returned
     */
    synchronized boolean timeOut() {
        if (thread == null || timedOut) {
            return false;
        }
        timedOut = true;
        thread.interrupt();
        return true;
    }

    /** Interrupts the observer, unless the calling thread is the one that is in it. */
    synchronized void interruptFromOutside() {
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    synchronized boolean isOn(Thread other) {
        return thread == other;
    }

    /** The thread that is in the observer; null when the call waits for one, or has returned. */
    synchronized @Nullable Thread thread() {
        return thread;
    }
}
