package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.publish.Publisher;
import io.github.rethinkemitter.internal.timeline.Replays;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the stages of a channel start and stop.
 *
 * <pre>
 * publish         lifecycle events, publisher, session            at the first use of the emitter
 * observe         dispatcher, feed loop                           at the end of the application's start
 * stopObserving   the feed loop ends, observers finish, the events they triggered are stored, the position is written
 * close           the publisher ends, connections close, lifecycle events are fired, threads end
 * </pre>
 *
 * <p>Between the last two the application's beans are destroyed, and may still trigger events.
 */
final class ChannelLifecycle implements AutoCloseable {

    private static final Duration STARTUP_IS_LATE = Duration.ofSeconds(30);

    private final String channel;
    private final Stages stages;
    private final ChannelThreads threads;
    private final LinkState state;
    private final StopBudget budget;
    private final Runnable end;
    private final AtomicBoolean loggedThatNothingStarts = new AtomicBoolean();
    private final ReentrantLock stopping = new ReentrantLock(); // held during a stop; a second one waits for the first

    private enum Phase {
        /** The application has not started yet. */
        PREPARED,
        OBSERVING,
        /** No observer is called any more. */
        STOPPING,
        CLOSED
    }

    // Both are changed only with the lock of this.
    private volatile Phase phase = Phase.PREPARED;
    private volatile boolean publishing;

    /** @param end run by {@link #close} when no stage runs any more */
    ChannelLifecycle(
            String channel, Stages stages, ChannelThreads threads, LinkState state, StopBudget budget, Runnable end) {
        this.channel = channel;
        this.stages = stages;
        this.threads = threads;
        this.state = state;
        this.budget = budget;
        this.end = end;
    }

    /**
     * The stages of a channel.
     *
     * @param session the session that the keeper keeps
     * @param inbound null when the application has no observers for this channel
     * @param replays have threads of their own, which end with them
     */
    record Stages(
            LifecycleEventQueue lifecycle,
            Publisher publisher,
            SessionKeeper keeper,
            CurrentSession session,
            @Nullable InboundStages inbound,
            Replays replays) {

        Runnable of(ThreadRole role) {
            return switch (role) {
                case LIFECYCLE -> lifecycle;
                case PUBLISHER -> publisher;
                case SESSION -> keeper;
                case PARKING ->
                    Objects.requireNonNull(Objects.requireNonNull(inbound).parker());
                case OBSERVERS -> Objects.requireNonNull(inbound).dispatcher();
                case FEED -> Objects.requireNonNull(inbound).feed();
            };
        }
    }

    /** Starts to store the events that are triggered, unless this was closed. Does nothing the second time. */
    void publish() {
        if (!publishing) {
            try {
                startPublishing();
            } catch (RuntimeException | OutOfMemoryError e) { // the latter when there is no thread to be had
                // Triggered events wait in the queue. If it fails again at the application's start, observe() throws.
                if (loggedThatNothingStarts.compareAndSet(false, true)) {
                    Log.cannotPublishYet(channel, e);
                }
            }
        }
    }

    private synchronized void startPublishing() {
        if (!publishing && phase != Phase.CLOSED) {
            stages.lifecycle().checkLater(STARTUP_IS_LATE, this::checkStartup);
            threads.start(ThreadRole.LIFECYCLE, ThreadRole.PUBLISHER, ThreadRole.SESSION);
            publishing = true;
        }
    }

    /**
     * Starts to call observers, unless this was stopped. Does nothing the second time.
     *
     * @throws RuntimeException when there is no thread to be had
     */
    synchronized void observe() {
        startPublishing();
        if (phase == Phase.PREPARED) {
            if (stages.inbound() != null) {
                threads.start(ThreadRole.OBSERVERS, ThreadRole.FEED);
                if (stages.inbound().parker() != null) {
                    threads.start(ThreadRole.PARKING);
                }
            }
            phase = Phase.OBSERVING;
        }
    }

    private void checkStartup() {
        if (phase == Phase.PREPARED && stages.inbound() != null) {
            Log.neverStarted(channel, STARTUP_IS_LATE);
        }
    }

    /**
     * Gives no more events to observers, lets them finish those they have, and stores the events that were triggered
     * until then. Further events may be triggered. Does nothing the second time.
     */
    void stopObserving() {
        stopping(this::stopObservingNow);
    }

    /**
     * Does the same, then takes no more triggered events and ends all threads. Interrupts what does not end in time.
     */
    @Override
    public void close() {
        stopping(() -> {
            stopObservingNow();
            closeNow();
        });
    }

    private interface Step {
        void take() throws InterruptedException;
    }

    // When an observer or a callback stops a channel that another thread is stopping, that thread waits for the
    // observer to return. So the observer does not wait for that thread.
    private void stopping(Runnable steps) {
        if (isCalledByOwnStage() ? !stopping.tryLock() : !acquired()) {
            return;
        }
        // An interrupt from before the stop must not keep the stages from ending in order.
        boolean interrupted = Thread.interrupted();
        try {
            budget.begin();
            steps.run();
        } finally {
            budget.pause();
            stopping.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean acquired() {
        stopping.lock();
        return true;
    }

    // After an interrupt the stop waits for nothing any more, but still ends all stages.
    private void unlessInterrupted(Step step) {
        try {
            step.take();
        } catch (InterruptedException e) {
            budget.expire();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isCalledByOwnStage() {
        return threads.isRunBy(ThreadRole.PUBLISHER, Thread.currentThread())
                || stages.replays().isRunBy(Thread.currentThread())
                || isCalledByObserver()
                || isCalledByLifecycleObserver();
    }

    private boolean isCalledByObserver() {
        return threads.isRunBy(ThreadRole.OBSERVERS, Thread.currentThread())
                || CallStack.hasPackageOf(Dispatcher.class);
    }

    private boolean isCalledByLifecycleObserver() {
        return threads.isRunBy(ThreadRole.LIFECYCLE, Thread.currentThread())
                || stages.lifecycle().isCallingThisThread();
    }

    private synchronized boolean enter(Phase next) {
        if (phase.compareTo(next) >= 0) {
            return false;
        }
        phase = next;
        return true;
    }

    private void stopObservingNow() {
        if (!enter(Phase.STOPPING)) {
            return;
        }
        state.stop();
        boolean whole = endObserving();
        if (threads.hasStarted(ThreadRole.PUBLISHER)) {
            unlessInterrupted(() -> {
                var unused = stages.publisher().emitter().flush(budget.forStoring());
            });
        }
        var inbound = stages.inbound();
        if (inbound != null && threads.hasStarted(ThreadRole.FEED)) {
            unlessInterrupted(() -> inbound.finish(stages.session().get(), whole, budget.forItself()));
        }
    }

    /** Whether observers have handled all events that they were given. */
    private boolean endObserving() {
        var inbound = stages.inbound();
        if (inbound == null) {
            return true;
        }
        stages.replays().close();
        inbound.feed().close();
        threads.interrupt(ThreadRole.FEED);
        join(ThreadRole.FEED); // so that no events are given to a dispatcher that takes none
        // When an observer has called this, it cannot be waited for.
        boolean whole = inbound.dispatcher().stop(isCalledByObserver() ? Duration.ZERO : budget.forObservers());
        var parker = inbound.parker();
        if (parker != null) {
            parker.close();
            join(ThreadRole.PARKING);
        }
        unlessInterrupted(() -> stages.replays().finish(budget.forOneThread()));
        return whole;
    }

    private void closeNow() {
        if (!enter(Phase.CLOSED)) {
            return;
        }
        stages.session().close(); // whoever wants to use it from now on is told that the application has stopped
        int unsent = stages.publisher().close(budget.forStoring());
        if (unsent > 0) {
            Log.unsent(channel, unsent);
        }
        threads.close();
        stages.keeper().close();
        threads.interrupt(ThreadRole.SESSION);
        join(ThreadRole.OBSERVERS);
        join(ThreadRole.PUBLISHER);
        join(ThreadRole.SESSION);
        endLifecycleEvents(); // the last thread, because the others may report something until they end
        end.run();
        var busy = Stream.concat(threads.busy().stream(), stages.replays().busy().stream())
                .toList();
        if (!busy.isEmpty()) {
            Log.threadsLeft(channel, busy);
        }
    }

    private void endLifecycleEvents() {
        boolean calledByObserver = isCalledByLifecycleObserver();
        unlessInterrupted(() -> stages.lifecycle().drain(calledByObserver ? Duration.ZERO : budget.forItself()));
        if (!calledByObserver) {
            join(ThreadRole.LIFECYCLE);
        }
        stages.lifecycle().close();
        threads.interrupt(ThreadRole.LIFECYCLE);
        if (!calledByObserver) {
            join(ThreadRole.LIFECYCLE);
        }
    }

    // Does not wait for all of the time that is left, so that the other threads get some if this one hangs.
    private void join(ThreadRole role) {
        unlessInterrupted(() -> threads.join(role, budget.forOneThread()));
    }
}
