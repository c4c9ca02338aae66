package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.Nullable;

/** A call of an observer: first it waits for a thread, then it runs. */
final class ObserverCall implements Runnable {

    final Lane lane;
    private final Lanes lanes;

    // Guarded by Lanes. Of a synchronous observer, set before the lane shows the call.
    private long since;
    private @Nullable ObserverTask work;
    private @Nullable StuckCall told;

    private @Nullable Thread thread; // while it runs; guarded by this, as is the next
    private boolean timedOut;

    /** @param since when it begins to wait for a thread, in nanoseconds */
    ObserverCall(Lane lane, Lanes lanes, long since) {
        this.lane = lane;
        this.lanes = lanes;
        this.since = since;
    }

    void begin(ObserverTask begun, long now) {
        since = now;
        work = begun;
        synchronized (this) {
            thread = Thread.currentThread();
        }
    }

    /** For an executor. */
    @Override
    public void run() {
        lanes.run(this);
    }

    /** Null while it waits for a thread. */
    @Nullable
    ObserverTask work() {
        return work;
    }

    /** Since when it runs, or waits for a thread. */
    long since() {
        return since;
    }

    @Nullable
    StuckCall told() {
        return told;
    }

    void tell(StuckCall stuck) {
        told = stuck;
    }

    /** The observer has returned or thrown: the thread is not interrupted any more. Says whether it was too late. */
    synchronized boolean returns() {
        thread = null;
        return timedOut;
    }

    /** Interrupts it once because its time is over; false when that was done before, or it has returned. */
    synchronized boolean timeOut() {
        if (thread == null || timedOut) {
            return false;
        }
        timedOut = true;
        thread.interrupt();
        return true;
    }

    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized boolean isOn(Thread other) {
        return thread == other;
    }

    /** The thread it runs on; null when it waits for one, or has returned. */
    synchronized @Nullable Thread thread() {
        return thread;
    }
}
