package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.publish.CompletionLane.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Completes the stages of events on threads of its own, so that the application's callbacks delay nothing but each other.
 *
 * <p>There are two lanes. Events that were triggered in a callback have a lane for themselves: the callback may wait for them,
 * and must not wait for the stages that are behind its own in the usual lane. So callbacks that wait for what they trigger
 * come to an end, however many of them block. Safe for use by many threads.
 */
final class StageCompleter {

    // So long after a thread could not be started no other is asked for.
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final PublisherContext context;
    private final ChannelListener listener;
    private final SettledOrdinals settled;
    private final Consumer<QueuedEvent> beforeCompletion;
    private final Map<Thread, Worker> workers = new ConcurrentHashMap<>();
    private final CompletionLane usual = new CompletionLane(this);
    private final CompletionLane fromCallbacks = new CompletionLane(this);
    private final AtomicLong blockedSoFar = new AtomicLong();
    private final RateLimit blockedReports;
    private final RateLimit noThreadReports;
    private volatile @Nullable Long noThreadAt;

    /**
     * Starts no thread yet.
     *
     * @param beforeCompletion called with each event just before its stage completes
     */
    StageCompleter(
            PublisherContext context,
            ChannelListener listener,
            SettledOrdinals settled,
            Consumer<QueuedEvent> beforeCompletion) {
        this.context = context;
        this.listener = listener;
        this.settled = settled;
        this.beforeCompletion = beforeCompletion;
        this.blockedReports = new RateLimit(Duration.ofMinutes(1), context.nanoTime());
        this.noThreadReports = new RateLimit(Duration.ofMinutes(1), context.nanoTime());
    }

    /** Completes the stages of these events, in this order, after those that were added before. */
    void add(List<EventOutcome> outcomes) {
        List<EventOutcome> ofCallbacks = outcomes.stream()
                .filter(outcome -> outcome.event().fromCallback())
                .toList();
        if (ofCallbacks.isEmpty()) {
            usual.add(outcomes);
            return;
        }
        fromCallbacks.add(ofCallbacks);
        if (ofCallbacks.size() < outcomes.size()) {
            usual.add(outcomes.stream()
                    .filter(outcome -> !outcome.event().fromCallback())
                    .toList());
        }
    }

    /** About how many stages wait to be completed. */
    int uncompleted() {
        return usual.uncompleted() + fromCallbacks.uncompleted();
    }

    /** Whether the calling thread is in a callback of a stage. */
    boolean isInCallback() {
        return workers.containsKey(Thread.currentThread());
    }

    /**
     * Waits until the stages of all events up to this ordinal are completed. When a callback calls it, the stage of that
     * callback counts as completed.
     */
    boolean flush(long last, long nanos) throws InterruptedException {
        Worker caller = workers.get(Thread.currentThread());
        if (caller != null) {
            caller.aboutToWait();
        }
        usual.flushBegins();
        fromCallbacks.flushBegins();
        try {
            return settled.await(last, nanos);
        } finally {
            usual.flushEnds();
            fromCallbacks.flushEnds();
        }
    }

    /** Lets the threads end when all stages are completed. */
    void close() {
        usual.close();
        fromCallbacks.close();
    }

    /** Waits for the threads to end. Returns how many are left because their callbacks do not return. */
    int awaitEnd(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        int left = usual.awaitEnd(nanos);
        return left + fromCallbacks.awaitEnd(end - System.nanoTime());
    }

    // The lanes call the following methods, without holding their lock unless it says so.

    boolean mayStartThread() {
        Long at = noThreadAt;
        return at == null || now() - at > PAUSE;
    }

    void start(Worker worker) {
        var unused = context.threads().start("stages", () -> run(worker));
    }

    void run(Worker worker) {
        Thread thread = Thread.currentThread();
        Worker before = workers.put(thread, worker);
        try {
            worker.run();
        } finally {
            if (before == null) {
                workers.remove(thread);
            } else {
                workers.put(thread, before);
            }
        }
    }

    void noThread(Throwable cause) {
        noThreadAt = now();
        if (noThreadReports.happened() > 0) {
            listener.error(ChannelListener.Phase.PUBLISH, PublishFailures.noThread(cause));
        }
    }

    // Callbacks are code of the application: nothing that one throws or leaves behind may affect the next one.
    void complete(EventOutcome outcome) {
        beforeCompletion.accept(outcome.event());
        try {
            outcome.completeStage();
        } catch (Throwable e) {
            Log.callbackThrew(outcome.event().topic(), e);
        }
        Thread.interrupted();
    }

    /** Called with the lane's lock held. */
    void settled(EventOutcome outcome) {
        settled.add(outcome.event().ordinal());
    }

    /** @param blockedNow how many callbacks of the lane do not return at present */
    void blocked(EventOutcome outcome, int blockedNow) {
        long soFar = blockedSoFar.incrementAndGet();
        if (blockedReports.happened() > 0) {
            listener.error(
                    ChannelListener.Phase.PUBLISH,
                    PublishFailures.callbackBlocks(outcome.event().topic(), blockedNow, soFar));
        }
    }

    long now() {
        return System.nanoTime();
    }
}
