package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.ChannelStatus.Publishing;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.concurrent.StageFailure;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.publish.PublisherSleep.Inline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores a channel's events, in the order in which each thread triggers them. Give {@link #run} a thread of its own, the
 * publisher thread. Stages complete on other threads, so that a callback delays nothing but other callbacks.
 */
public final class Publisher implements Runnable {

    // How long a stop waits for another thread to end its turn, and then for callbacks to return.
    private static final long STOP_WAIT = Duration.ofSeconds(1).toNanos();

    // So many stages, at least, may wait to be completed while more events are sent.
    private static final int MOST_UNCOMPLETED = 1_000;

    private final EventEncoder encoder;
    private final ChannelListener listener;
    private final LongSupplier nanoTime;
    private final PublishCounts counts = new PublishCounts();
    private final EventQueue queue;
    private final PublisherSleep sleep;
    private final InsertPipeline pipeline;
    private final Sweeper sweeper;
    private final Queue<InsertCompletion> completions = new ConcurrentLinkedQueue<>();
    private final SettledOrdinals settled = new SettledOrdinals();
    private final StageCompleter completer;
    private final DropReporter drops;
    private final int mostUncompleted;
    private final AtomicInteger left = new AtomicInteger();
    private volatile @Nullable Session session;
    private volatile boolean stopped;

    // The thread that holds it uses the pipeline and the sweeper. It is the publisher thread; or, while that sleeps, a
    // thread that has triggered an event; or the thread that closes the publisher. Until the publisher is closed no
    // code of the application is called while it is held, and no thread that triggers waits for it.
    private final ReentrantLock turn = new ReentrantLock();

    // Whether new events wait for stages to complete. The thread that completes them then wakes the publisher thread.
    private volatile boolean holdingBack;

    // What went wrong on a thread that triggered. The publisher thread throws it, to be reported by the caller of
    // run().
    private final AtomicReference<@Nullable Throwable> inlineFailure = new AtomicReference<>();

    /** A publisher without a session: events wait until it is {@link #online}. */
    public Publisher(PublishSettings settings, PublisherContext context, Codec codec, ChannelListener listener) {
        this.encoder = new EventEncoder(codec, context.telemetry(), context.nanoTime());
        this.listener = listener;
        this.nanoTime = context.nanoTime();
        this.queue = new EventQueue(settings);
        this.sleep = new PublisherSleep(queue);
        this.pipeline = new InsertPipeline(
                settings, new EventNumbers(context.src(), context.ids()), nanoTime, this::mustHoldBack, counts);
        this.sweeper = new Sweeper(settings, context, listener, sleep::wake);
        this.completer = new StageCompleter(context, listener, settled, this::beforeCompletion);
        this.drops = new DropReporter(listener, context.nanoTime());
        this.mostUncompleted = Math.max(MOST_UNCOMPLETED, settings.bufferSize());
    }

    /** The emitter that applications are given. */
    public Emitter emitter() {
        return new QueueingEmitter(this, Map.of(), null);
    }

    /** Sends by this session from now on, and first what had no certain outcome on an earlier one. */
    public void online(Session next) {
        session = next;
        sleep.wake();
        var unused = next.ended().whenComplete((cause, problem) -> sleep.wake());
    }

    /** Sends nothing until it is {@link #online} again. */
    public void offline() {
        session = null;
        sleep.wake();
    }

    /** What waits and what became of events so far. Safe for use by any thread. */
    public Publishing counts() {
        return counts.now(queue, nanoTime.getAsLong());
    }

    CompletionStage<Receipt> trigger(
            String topic, @Nullable Object @Nullable [] args, Map<String, String> headers, @Nullable String key) {
        var event = encoder.encode(topic, args, headers, key, completer.isInCallback());
        EventQueue.Rejection rejection = queue.offer(event);
        if (rejection != null) {
            new EventOutcome.Failed(event, rejection.problem()).completeStage();
            settled.add(event.ordinal());
            counts.rejected();
            drops.report(rejection);
        } else if (sleep.handOver()) {
            sendInline();
        }
        return event.stage();
    }

    // On the thread that has triggered an event while the publisher thread sleeps. It has stack enough: encoding needs
    // more.
    private void sendInline() {
        var result = Inline.SENT_NOTHING;
        try {
            if (turn.tryLock()) {
                try {
                    Session open = openSession();
                    if (open != null && send(open)) {
                        result = pipeline.takesEvents() ? Inline.SENT_AND_IDLE : Inline.SENT_AND_AWAITING_ANSWER;
                    }
                } finally {
                    turn.unlock();
                }
            }
        } catch (RuntimeException | Error e) {
            // The event was queued: what went wrong is not the caller's mistake.
            inlineFailure.set(e);
        } finally {
            queue.signalRoom();
            sleep.handBack(result);
        }
    }

    /**
     * Sends events until it is closed. Anything that it throws is a mistake in it: call it again, and it continues where it
     * was, sending again under the same ids what was pending. An interrupt of its thread has no effect.
     */
    @Override
    public void run() {
        while (!stopped) {
            try {
                serve();
            } catch (InterruptedException e) {
                // Only close() ends this thread.
            } catch (RuntimeException | Error e) {
                turn.lock();
                try {
                    pipeline.repeatAll();
                } finally {
                    turn.unlock();
                }
                throw e;
            }
        }
        giveUp();
    }

    /**
     * What the publisher thread has done in its turn, and what it does next.
     *
     * @param sweep to be run next; null when none is due
     * @param takesEvents whether a new event could be sent at once
     * @param nanos how long it may sleep
     */
    private record Turn(boolean sent, @Nullable Runnable sweep, boolean takesEvents, long nanos) {
        static final Turn WITHOUT_SESSION = new Turn(false, null, false, Long.MAX_VALUE);
    }

    private void serve() throws InterruptedException {
        throwInlineFailure();
        handleCompletions();
        Turn done = inTurn(this::takeTurn);
        if (done.sent()) {
            queue.signalRoom();
        }
        if (done.sweep() != null) {
            done.sweep().run();
        } else {
            sleep.await(done.takesEvents(), done.nanos());
        }
    }

    private void throwInlineFailure() {
        Throwable failure = inlineFailure.getAndSet(null);
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void handleCompletions() {
        for (EventOutcomes next = inTurn(this::nextOutcomes); next != null; next = inTurn(this::nextOutcomes)) {
            report(next);
        }
    }

    private @Nullable EventOutcomes nextOutcomes() {
        InsertCompletion completion = completions.poll();
        return completion == null ? null : pipeline.completed(completion);
    }

    private void report(EventOutcomes outcomes) {
        counts.settled(outcomes);
        try {
            outcomes.problems().forEach(problem -> listener.error(ChannelListener.Phase.PUBLISH, problem));
        } finally {
            if (!outcomes.all().isEmpty()) {
                completer.add(outcomes.all());
            }
        }
    }

    private <T extends @Nullable Object> T inTurn(Supplier<T> work) {
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    private Turn takeTurn() {
        Session open = openSession();
        if (open == null) {
            return Turn.WITHOUT_SESSION;
        }
        drops.noteRoomIn(queue);
        Runnable sweep = sweeper.nanosUntilDue(open) == 0 ? sweeper.startDue(open) : null;
        boolean sent = send(open);
        long nanos = Math.min(pipeline.nanosUntilRepeat(), sweeper.nanosUntilDue(open));
        return new Turn(sent, sweep, pipeline.takesEvents(), nanos);
    }

    private @Nullable Session openSession() {
        Session current = session;
        return current != null && current.isOpen() ? current : null;
    }

    // In a turn: sends all that may be sent now, and says whether that was anything.
    private boolean send(Session open) {
        pipeline.use(open);
        boolean sent = false;
        for (PendingInsert next = next(open); next != null; next = next(open)) {
            send(next);
            sweeper.eventsSent();
            sent = true;
        }
        return sent;
    }

    private @Nullable PendingInsert next(Session open) {
        PendingInsert repeat = pipeline.nextRepeat(open);
        if (repeat != null || !pipeline.takesEvents()) {
            return repeat;
        }
        List<QueuedEvent> events = queue.take();
        if (events.isEmpty()) {
            return null;
        }
        try {
            return pipeline.insertOf(events, open);
        } catch (RuntimeException | Error e) {
            queue.putBack(events);
            throw e;
        }
    }

    // The answer may come on any thread, and before this returns.
    private void send(PendingInsert insert) {
        NumberedBatch batch = insert.batch();
        Session by = insert.session();
        try {
            var answer = batch.isStored() ? by.restamp(batch.toSend()) : by.insert(batch.toSend());
            var unused = answer.whenComplete(
                    (result, problem) -> completed(insert, problem == null ? result : noAnswer(problem)));
        } catch (RuntimeException | Error e) {
            completed(insert, noAnswer(e));
        }
    }

    private void completed(PendingInsert insert, InsertResult result) {
        completions.add(new InsertCompletion(insert, result));
        sleep.wake();
    }

    private static InsertResult noAnswer(Throwable problem) {
        return new InsertResult.Unknown(StageFailure.asIOException(problem));
    }

    private boolean mustHoldBack() {
        if (completer.uncompleted() < mostUncompleted) {
            return false;
        }
        // Counted again, since the completing thread may have looked at holdingBack before it was set.
        holdingBack = true;
        return completer.uncompleted() >= mostUncompleted;
    }

    private void beforeCompletion(QueuedEvent event) {
        queue.release(event);
        if (holdingBack && completer.uncompleted() < mostUncompleted / 2) {
            holdingBack = false;
            sleep.wake();
        }
    }

    int kill() {
        List<QueuedEvent> unsent = queue.drain();
        var outcomes = new EventOutcomes();
        fail(unsent, PublishFailures::killed, outcomes);
        report(outcomes);
        return unsent.size();
    }

    private static void fail(
            List<QueuedEvent> events, Function<String, EventDroppedException> why, EventOutcomes outcomes) {
        events.forEach(event -> outcomes.failed(event, why.apply(event.topic())));
    }

    boolean flush(Duration timeout) throws InterruptedException {
        return completer.flush(encoder.lastOrdinal(), Nanos.of(timeout));
    }

    /**
     * Takes no more events, waits for those it has, and fails the rest when the time is up. Callbacks that do not return are
     * not waited for.
     *
     * @return how many events failed so
     */
    public int close(Duration timeout) {
        queue.close();
        boolean interrupted = false;
        try {
            var unused = flush(timeout);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        stopped = true;
        sleep.wake();
        interrupted |= Thread.interrupted();
        try {
            if (turn.tryLock(STOP_WAIT, TimeUnit.NANOSECONDS)) {
                try {
                    giveUp();
                } finally {
                    turn.unlock();
                }
            }
            completer.close();
            int blocked = completer.awaitEnd(interrupted ? 0 : STOP_WAIT);
            if (blocked > 0) {
                Log.callbacksLeft(blocked);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left.get();
    }

    // Called by close(), within its turn, and by the publisher thread when it ends. The second call finds nothing.
    private void giveUp() {
        handleCompletions();
        report(inTurn(() -> {
            EventOutcomes outcomes = pipeline.giveUp();
            fail(queue.drain(), PublishFailures::stopped, outcomes);
            left.addAndGet(outcomes.all().size());
            return outcomes;
        }));
    }
}
