package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.publish.Publisher;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the stages of a channel start and stop.
 *
 * <pre>
 * publish         lifecycle events, publisher, session          with the first use of the emitter
 * observe         dispatcher, feed                               with the end of the application's start
 * stopObserving   feed ends, observers finish, what they triggered is stored, the position is written
 * close           publisher ends, connections close, lifecycle events are told, threads end
 * </pre>
 *
 * <p>Between the last two the emitter is still there for what the application's beans have to say at their end.
 */
final class ChannelLifecycle implements AutoCloseable {

    private static final Duration STARTUP_IS_LATE = Duration.ofSeconds(30);

    private final String channel;
    private final Stages stages;
    private final ChannelThreads threads;
    private final CurrentSession session;
    private final LinkState state;
    private final Stop stop;
    private final AtomicBoolean saidThatNothingStarts = new AtomicBoolean();
    private final ReentrantLock stopping = new ReentrantLock(); // held by who stops; who comes second waits for the end

    private enum Phase {
        /** The application has not started yet. */
        PREPARED,
        OBSERVING,
        /** No observer is called any more. */
        STOPPING,
        CLOSED
    }

    // Both are changed under the lock of this.
    private volatile Phase phase = Phase.PREPARED;
    private volatile boolean publishing;

    ChannelLifecycle(
            String channel, Stages stages, ChannelThreads threads, CurrentSession session, LinkState state, Stop stop) {
        this.channel = channel;
        this.stages = stages;
        this.threads = threads;
        this.session = session;
        this.state = state;
        this.stop = stop;
    }

    /**
     * What runs.
     *
     * @param inbound null when the application has no observers for this channel
     * @param feed the same
     */
    record Stages(
            LifecycleEventQueue news,
            Publisher publisher,
            SessionKeeper keeper,
            @Nullable InboundStages inbound,
            @Nullable FeedLoop feed) {

        Runnable of(ThreadRole role) {
            return switch (role) {
                case NEWS -> news;
                case PUBLISHER -> publisher;
                case SESSION -> keeper;
                case OBSERVERS -> Objects.requireNonNull(inbound).dispatcher();
                case FEED -> Objects.requireNonNull(feed);
            };
        }
    }

    /**
     * What a stop needs.
     *
     * @param lifecycleObservers the class that calls the observers of lifecycle events
     * @param end what is to be done when nothing runs any more
     */
    record Stop(StopBudget budget, Class<?> lifecycleObservers, Runnable end) {}

    /** Stores what is triggered from now on, unless this was closed. Does nothing the second time. */
    void publish() {
        if (!publishing) {
            try {
                startPublishing();
            } catch (RuntimeException | OutOfMemoryError e) { // the latter when no thread is to be had
                // What is triggered waits in the queue. Whoever starts the application is told by an exception.
                if (saidThatNothingStarts.compareAndSet(false, true)) {
                    Log.cannotPublishYet(channel, e);
                }
            }
        }
    }

    private synchronized void startPublishing() {
        if (!publishing && phase != Phase.CLOSED) {
            stages.news().look(STARTUP_IS_LATE, this::lookForStartup);
            threads.start(ThreadRole.NEWS, ThreadRole.PUBLISHER, ThreadRole.SESSION);
            publishing = true;
        }
    }

    /**
     * Calls observers from now on, unless this is stopped. Does nothing the second time.
     *
     * @throws RuntimeException when there is no thread to be had
     */
    synchronized void observe() {
        startPublishing();
        if (phase == Phase.PREPARED) {
            if (stages.inbound() != null) {
                threads.start(ThreadRole.OBSERVERS, ThreadRole.FEED);
            }
            phase = Phase.OBSERVING;
        }
    }

    private void lookForStartup() {
        if (phase == Phase.PREPARED && stages.inbound() != null) {
            Log.neverStarted(channel, STARTUP_IS_LATE);
        }
    }

    /**
     * Gives no more events to observers, lets them finish those they have, and stores what was triggered until then.
     * Events may be triggered on. Does nothing the second time.
     */
    void stopObserving() {
        stopping(this::stopObservingNow);
    }

    /** The same, and then lets nothing in any more, and ends all threads. What does not end in time is interrupted. */
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

    // An observer or a callback that stops this is waited for by whoever stops it already: it does not wait in turn.
    private void stopping(Runnable steps) {
        if (isCalledByOwnStage() ? !stopping.tryLock() : !acquired()) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // what came before does not keep this from an orderly end
        try {
            stop.budget().begin();
            steps.run();
        } finally {
            stop.budget().pause();
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

    // Whoever is interrupted while this waits for something waits for nothing any more, but all is ended.
    private void waiting(Step step) {
        try {
            step.take();
        } catch (InterruptedException e) {
            stop.budget().expire();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isCalledByOwnStage() {
        return threads.isRunBy(ThreadRole.PUBLISHER, Thread.currentThread())
                || isCalledByObserver()
                || isCalledByNews();
    }

    private boolean isCalledByObserver() {
        return threads.isRunBy(ThreadRole.OBSERVERS, Thread.currentThread())
                || CallStack.hasPackageOf(Dispatcher.class);
    }

    private boolean isCalledByNews() {
        return threads.isRunBy(ThreadRole.NEWS, Thread.currentThread())
                || CallStack.hasClass(stop.lifecycleObservers());
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
            waiting(() -> {
                var unused = stages.publisher().emitter().flush(stop.budget().forStoring());
            });
        }
        var inbound = stages.inbound();
        if (inbound != null && threads.hasStarted(ThreadRole.FEED)) {
            waiting(() -> inbound.finish(session.get(), whole, stop.budget().forItself()));
        }
    }

    /** Whether observers are done with all that they were given. */
    private boolean endObserving() {
        if (stages.feed() == null || stages.inbound() == null) {
            return true;
        }
        stages.feed().close();
        threads.interrupt(ThreadRole.FEED);
        join(ThreadRole.FEED); // so that nothing is handed out to a dispatcher that takes nothing any more
        // Observers that cannot be waited for are those whose call this is.
        return stages.inbound()
                .dispatcher()
                .stop(isCalledByObserver() ? Duration.ZERO : stop.budget().forObservers());
    }

    private void closeNow() {
        if (!enter(Phase.CLOSED)) {
            return;
        }
        int unsent = stages.publisher().close(stop.budget().forStoring());
        if (unsent > 0) {
            Log.unsent(channel, unsent);
        }
        threads.close();
        stages.keeper().close();
        threads.interrupt(ThreadRole.SESSION);
        join(ThreadRole.OBSERVERS);
        join(ThreadRole.PUBLISHER);
        join(ThreadRole.SESSION);
        endNews(); // the last, because the others may tell something until they end
        stop.end().run();
        if (!threads.busy().isEmpty()) {
            Log.threadsLeft(channel, threads.busy());
        }
    }

    private void endNews() {
        boolean own = isCalledByNews();
        waiting(() -> stages.news().drain(own ? Duration.ZERO : stop.budget().forItself()));
        if (!own) {
            join(ThreadRole.NEWS);
        }
        stages.news().close();
        threads.interrupt(ThreadRole.NEWS);
        if (!own) {
            join(ThreadRole.NEWS);
        }
    }

    // Not all the time that is left: one that hangs must not take it from the others.
    private void join(ThreadRole role) {
        waiting(() -> threads.join(role, stop.budget().forOneThread()));
    }
}
