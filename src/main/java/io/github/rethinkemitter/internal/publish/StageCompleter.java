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
 * Completes the stages of events on threads of its own, so that callbacks of the application hold up nothing but each other.
 *
 * <p>There are two lanes. Events that were triggered in a callback have one for themselves: the callback may wait for
 * them, and must not wait for all that stands behind itself in its own lane. So callbacks that wait for what they trigger
 * come to an end, however many of them block. Safe for use by many threads.
 */
final class StageCompleter {

    // A server that gives no thread is not asked again at once.
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final PublisherContext setup;
    private final ChannelListener signals;
    private final SettledOrdinals settled;
    private final Consumer<QueuedEvent> whenTold;
    private final Map<Thread, Worker> threads = new ConcurrentHashMap<>();
    private final CompletionLane usual = new CompletionLane(this);
    private final CompletionLane fromCallbacks = new CompletionLane(this);
    private final AtomicLong everBlocked = new AtomicLong();
    private final RateLimit blockedTold;
    private final RateLimit noThreadTold;
    private volatile @Nullable Long refusedAt;

    /**
     * Starts no thread yet.
     *
     * @param whenTold called with each event just before its stage is completed
     */
    StageCompleter(
            PublisherContext setup, ChannelListener signals, SettledOrdinals settled, Consumer<QueuedEvent> whenTold) {
        this.setup = setup;
        this.signals = signals;
        this.settled = settled;
        this.whenTold = whenTold;
        this.blockedTold = new RateLimit(Duration.ofMinutes(1), setup.nanoTime());
        this.noThreadTold = new RateLimit(Duration.ofMinutes(1), setup.nanoTime());
    }

    /** Has these told, in this order, after all that were added before. */
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

    /** About how many wait to be told. */
    int untold() {
        return usual.untold() + fromCallbacks.untold();
    }

    /** Whether the calling thread is in a callback of a stage. */
    boolean isInCallback() {
        return threads.containsKey(Thread.currentThread());
    }

    /** Waits until the stages of all events up to this ordinal are completed; the calling callback's own one is. */
    boolean flush(long last, long nanos) throws InterruptedException {
        Worker own = threads.get(Thread.currentThread());
        if (own != null) {
            own.aboutToWait();
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

    /** Lets the threads end when all is told. */
    void close() {
        usual.close();
        fromCallbacks.close();
    }

    /** Waits for that; says how many threads are left, because callbacks do not return. */
    int awaitEnd(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        int left = usual.awaitEnd(nanos);
        return left + fromCallbacks.awaitEnd(end - System.nanoTime());
    }

    // What follows is called by the lanes, without their lock unless it says so.

    boolean mayStart() {
        Long at = refusedAt;
        return at == null || now() - at > PAUSE;
    }

    void start(Worker worker) {
        var unused = setup.threads().start("stages", () -> run(worker));
    }

    void run(Worker worker) {
        Thread thread = Thread.currentThread();
        Worker before = threads.put(thread, worker);
        try {
            worker.run();
        } finally {
            if (before == null) {
                threads.remove(thread);
            } else {
                threads.put(thread, before);
            }
        }
    }

    void noThread(Throwable cause) {
        refusedAt = now();
        if (noThreadTold.happened() > 0) {
            signals.error(ChannelListener.Phase.PUBLISH, PublishFailures.noThread(cause));
        }
    }

    // Callbacks are foreign code: nothing of what they throw or leave behind may harm the next one.
    void tell(EventOutcome outcome) {
        whenTold.accept(outcome.event());
        try {
            outcome.tell();
        } catch (Throwable e) {
            Log.callbackThrew(outcome.event().topic(), e);
        }
        Thread.interrupted();
    }

    /** Under the lane's lock. */
    void settled(EventOutcome outcome) {
        settled.add(outcome.event().ordinal());
    }

    void blocked(EventOutcome outcome, int now) {
        long ever = everBlocked.incrementAndGet();
        if (blockedTold.happened() > 0) {
            signals.error(
                    ChannelListener.Phase.PUBLISH,
                    PublishFailures.callbackBlocks(outcome.event().topic(), now, ever));
        }
    }

    long now() {
        return System.nanoTime();
    }
}
