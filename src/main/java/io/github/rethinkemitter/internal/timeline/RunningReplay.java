package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.Replay.Outcome;
import io.github.rethinkemitter.internal.flow.ChannelName;
import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A replay that has begun. Its thread reads events and gives them to the observer, a bounded number at a time; then it waits until the
 * observer is done with all of them, and completes the stage.
 *
 * <p>After {@link #cancel} the thread reads nothing more, and the observer is not called any more. After {@link #release} the thread
 * does not wait for the observer either.
 */
final class RunningReplay implements Runnable, Replay.Running, ReplayListener {

    // A clock that is not the system's is looked at so often.
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

    private final String channel;
    private final String observer;
    private final Supplier<StoredEvents> opening;
    private final ReplayObservers observers;
    private final ReplaySettings settings;
    private final Pace pace;
    private final CompletableFuture<Outcome> done = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean cancelled;

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition changed = lock.newCondition();
    private @Nullable Thread thread; // since this runs
    private boolean reading; // the thread may wait for the database
    private @Nullable StoredEvents events; // while they are read
    private int underWay; // events that were given and are not done
    private long bytesUnderWay;
    private long handled;
    private long failed;
    private boolean allGiven; // all events were read, and those that the observer observes were given
    private boolean leftOut; // one that was given has not reached the observer
    private boolean released;

    /** @param opening opens the events; may wait for the database */
    RunningReplay(
            String channel,
            String observer,
            Supplier<StoredEvents> opening,
            double perSecond,
            ReplayObservers observers,
            ReplaySettings settings) {
        this.channel = channel;
        this.observer = observer;
        this.opening = opening;
        this.observers = observers;
        this.settings = settings;
        this.pace = new Pace(perSecond, settings.nanos().getAsLong());
    }

    @Override
    public CompletionStage<Outcome> done() {
        return done.minimalCompletionStage();
    }

    // The thread of the replay

    @Override
    public void run() {
        Throwable failure = null;
        boolean all = false;
        begin();
        try {
            all = giveAll();
        } catch (Throwable thrown) { // reading is another's code, and a stage that never completes is worst
            failure = thrown;
        }
        endReading(all);
        awaitObserver();
        if (failure != null && !cancelled) {
            done.completeExceptionally(failure instanceof EmitterException ? failure : unexpected(failure));
        } else {
            complete();
        }
        ended.countDown();
    }

    private EmitterException unexpected(Throwable cause) {
        return new EmitterException(
                "RTH0646 replaying events of " + new ChannelName(channel) + " to observer \"" + observer + "\" failed ("
                        + cause
                        + "). See the cause, and report it unless the JVM lacks memory; replay again from where it ended",
                cause);
    }

    private void begin() {
        lock.lock();
        try {
            thread = Thread.currentThread();
            reading = true;
        } finally {
            lock.unlock();
        }
    }

    private void endReading(boolean all) {
        lock.lock();
        try {
            allGiven = all;
            reading = false;
            events = null;
        } finally {
            lock.unlock();
        }
        var unused = Thread.interrupted(); // by cancel(), and meant for the reading only
    }

    /** False when the replay was cancelled, or the observers were stopped. */
    private boolean giveAll() {
        if (cancelled) {
            return false;
        }
        try (var opened = opening.get()) {
            if (!reads(opened)) {
                return false;
            }
            while (opened.hasNext()) {
                var event = opened.next();
                if (!event.isFiller() && observers.isObservedBy(observer, event.topic()) && !give(event)) {
                    return false;
                }
            }
            return !cancelled; // whoever cancels closes the events, which may be the reason why there are no more
        }
    }

    // False when the replay was cancelled while the events were opened, so that nobody else closes them.
    private boolean reads(StoredEvents opened) {
        lock.lock();
        try {
            events = opened;
            return !cancelled;
        } finally {
            lock.unlock();
        }
    }

    private boolean give(StoredEvent event) {
        if (!awaitTurn(event.weight())) {
            return false;
        }
        boolean accepted = false;
        try {
            accepted = observers.accept(new ReplayedEvent(observer, event, this));
        } finally {
            if (!accepted) {
                notGiven(event);
            }
        }
        return accepted;
    }

    /** Waits until an event may be given, which is then under way; false when the replay was cancelled. */
    private boolean awaitTurn(long weight) {
        lock.lock();
        try {
            long rest = nanosToWait(weight);
            while (!cancelled && rest > 0) {
                try {
                    var unused = changed.awaitNanos(rest == Long.MAX_VALUE ? rest : Math.min(rest, LONGEST_WAIT));
                } catch (InterruptedException e) {
                    // Only cancel() ends this.
                }
                rest = nanosToWait(weight);
            }
            if (cancelled) {
                return false;
            }
            pace.given(settings.nanos().getAsLong());
            underWay++;
            bytesUnderWay += weight;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long nanosToWait(long weight) {
        boolean fits =
                underWay == 0 || (underWay < settings.mostEvents() && bytesUnderWay + weight <= settings.mostBytes());
        return fits ? pace.untilNext(settings.nanos().getAsLong()) : Long.MAX_VALUE;
    }

    private void awaitObserver() {
        lock.lock();
        try {
            while (underWay > 0 && !released) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    // Those who end it

    @Override
    public void cancel() {
        StoredEvents read;
        lock.lock();
        try {
            if (cancelled) {
                return;
            }
            cancelled = true;
            read = events;
            if (reading && thread != null) {
                thread.interrupt();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        observers.cancel(this);
        if (read != null) {
            read.close();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /** Lets the thread wait for the observer no more. */
    void release() {
        lock.lock();
        try {
            released = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Completes the stage with what was done until now. */
    void complete() {
        Outcome outcome;
        lock.lock();
        try {
            outcome = new Outcome(handled, failed, allGiven && !leftOut && underWay == 0);
        } finally {
            lock.unlock();
        }
        done.complete(outcome);
    }

    /** Waits until the thread has ended, at most so long; not on that thread. */
    void awaitEnd(long nanos) throws InterruptedException {
        if (!isRunBy(Thread.currentThread()) && ended.await(nanos, TimeUnit.NANOSECONDS)) {
            TimeUnit.NANOSECONDS.timedJoin(Objects.requireNonNull(thread()), nanos);
        }
    }

    /** Its thread, unless that has ended or is the calling one; null then. */
    @Nullable
    Thread busyThread() {
        var running = thread();
        return running == null || !running.isAlive() || running == Thread.currentThread() ? null : running;
    }

    private @Nullable Thread thread() {
        lock.lock();
        try {
            return thread;
        } finally {
            lock.unlock();
        }
    }

    boolean isRunBy(Thread some) {
        return thread() == some;
    }

    // What became of the events

    @Override
    public void handled(StoredEvent event) {
        ended(event, () -> handled++);
    }

    @Override
    public void failed(StoredEvent event) {
        ended(event, () -> failed++);
    }

    @Override
    public void notGiven(StoredEvent event) {
        ended(event, () -> leftOut = true);
    }

    private void ended(StoredEvent event, Runnable counting) {
        lock.lock();
        try {
            counting.run();
            underWay--;
            bytesUnderWay -= event.weight();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
