package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores a channel's events, in the order in which each thread triggers them. Give {@link #run} a thread of its own. Stages
 * complete on other threads, so that a callback holds up nothing but other callbacks.
 */
public final class Publisher implements Runnable {

    // For the publisher's thread to end its turn, and for callbacks to come to an end, at the stop.
    private static final long HAND_OVER = Duration.ofSeconds(1).toNanos();

    // So many outcomes may wait for the application to be told of them, at least.
    private static final int UNTOLD = 1_000;

    private final Codec codec;
    private final ChannelListener signals;
    private final Inbox inbox;
    private final InsertPipeline pipeline;
    private final Sweeper sweeper;
    private final SettledOrdinals settled = new SettledOrdinals();
    private final StageCompleter completer;
    private final int mostUntold;
    private final AtomicLong ordinals = new AtomicLong();
    private final AtomicBoolean overflowing = new AtomicBoolean();
    private final AtomicInteger left = new AtomicInteger();
    private final RateLimit stoppedTold;

    // Who holds it uses pipeline and sweeper: the publisher's thread, or while that sleeps one that triggers, or the
    // one that closes. Nobody else's code is called under it, and no thread that triggers waits for it.
    private final ReentrantLock turn = new ReentrantLock();

    // Whether no event may be sent because too many are untold: whoever tells them wakes the publisher's thread.
    private volatile boolean holding;

    // What went wrong on a thread that triggers is met by the publisher's, whose guard tells it.
    private final AtomicReference<@Nullable Throwable> metElsewhere = new AtomicReference<>();

    /** A publisher without a session: events wait until it is {@link #online}. */
    public Publisher(PublishSettings settings, PublisherContext setup, Codec codec, ChannelListener signals) {
        this.codec = codec;
        this.signals = signals;
        this.inbox = new Inbox(settings);
        this.completer = new StageCompleter(setup, signals, settled, this::beingTold);
        this.mostUntold = Math.max(UNTOLD, settings.bufferSize());
        this.pipeline = new InsertPipeline(settings, setup, inbox, this::isMuchUntold);
        this.sweeper = new Sweeper(settings, setup, signals, inbox::wake);
        this.stoppedTold = new RateLimit(Duration.ofMinutes(1), setup.nanoTime());
    }

    /** The emitter that applications are given. */
    public Emitter emitter() {
        return new QueueingEmitter(this, Map.of());
    }

    /** Sends through this session from now on, beginning with what had no certain outcome on an earlier one. */
    public void online(Session session) {
        inbox.session(session);
        var unused = session.ended().whenComplete((cause, problem) -> inbox.wake());
    }

    /** Sends nothing until it is {@link #online} again. */
    public void offline() {
        inbox.session(null);
    }

    /**
     * Sends events until it is closed. Whatever it throws is a mistake: call it again, and it goes on where it was; what was
     * under way goes again under the same ids. That somebody interrupts its thread means nothing.
     */
    @Override
    public void run() {
        while (!inbox.isStopped()) {
            try {
                serve();
            } catch (InterruptedException e) {
                // Who wants it to end closes it.
            } catch (RuntimeException | Error e) {
                beginAgain();
                throw e;
            }
        }
        giveUp();
    }

    private void serve() throws InterruptedException {
        Throwable mistake = metElsewhere.getAndSet(null);
        if (mistake instanceof Error error) {
            throw error;
        } else if (mistake instanceof RuntimeException exception) {
            throw exception;
        }
        boolean told = tellOutcomes();
        boolean sent = false;
        boolean takesEvents = false;
        long nanos = Long.MAX_VALUE;
        Runnable sweep = null;
        turn.lock();
        try {
            Session session = inbox.session();
            if (session != null) {
                if (overflowing.get() && inbox.isRoomy()) {
                    overflowing.set(false);
                }
                if (sweeper.nanosUntilDue(session) == 0) {
                    sweep = sweeper.due(session);
                }
                sent = send(session);
                takesEvents = pipeline.takesEvents();
                nanos = Math.min(pipeline.nanosUntilRepeat(), sweeper.nanosUntilDue(session));
            }
        } finally {
            turn.unlock();
        }
        if (sweep != null) {
            sweep.run();
        } else if (sent) {
            inbox.makeRoom();
        } else if (!told) {
            inbox.await(takesEvents, nanos);
        }
    }

    private boolean tellOutcomes() {
        EventOutcomes outcomes;
        turn.lock();
        try {
            inbox.landings().forEach(pipeline::landed);
            outcomes = pipeline.outcomes();
        } finally {
            turn.unlock();
        }
        tell(outcomes);
        return !outcomes.isEmpty();
    }

    private void tell(EventOutcomes outcomes) {
        try {
            outcomes.problems().forEach(problem -> signals.error(ChannelListener.Phase.PUBLISH, problem));
        } finally {
            if (!outcomes.all().isEmpty()) {
                completer.add(outcomes.all());
            }
        }
    }

    private void beginAgain() {
        turn.lock();
        try {
            pipeline.beginAgain();
        } finally {
            turn.unlock();
        }
    }

    // In a turn.
    private boolean send(Session session) {
        pipeline.use(session);
        boolean sent = false;
        while (pipeline.step(session)) {
            sweeper.published();
            sent = true;
        }
        return sent;
    }

    private boolean isMuchUntold() {
        if (completer.untold() < mostUntold) {
            return false;
        }
        // Looked at a second time, since whoever tells may have looked before this was set.
        holding = true;
        return completer.untold() >= mostUntold;
    }

    private void beingTold(QueuedEvent event) {
        inbox.release(event);
        if (holding && completer.untold() < mostUntold / 2) {
            holding = false;
            inbox.wake();
        }
    }

    CompletionStage<Receipt> trigger(String topic, @Nullable Object[] args, Map<String, String> headers) {
        EncodedEvent content = codec.encode(Topic.of(topic), args, headers);
        var event = new QueuedEvent(
                ordinals.incrementAndGet(), content, completer.isInCallback(), new CompletableFuture<>());
        Inbox.Offer offer = inbox.offer(event);
        if (offer instanceof Inbox.Offer.Wanted) {
            sendAtOnce();
        } else if (offer instanceof Inbox.Offer.Dropped dropped) {
            event.stage().completeExceptionally(dropped.problem());
            settled.add(event.ordinal());
            report(dropped);
        }
        return event.stage();
    }

    // A lone event is sent by the thread that triggers it: to wake another would take longer than all else. There
    // is stack enough, since encoding needs more.
    private void sendAtOnce() {
        var what = Inbox.Sent.NOTHING;
        try {
            if (turn.tryLock()) {
                try {
                    Session session = inbox.session();
                    if (session != null && send(session)) {
                        what = pipeline.takesEvents() ? Inbox.Sent.AND_TAKES_MORE : Inbox.Sent.AND_TAKES_NO_MORE;
                    }
                } finally {
                    turn.unlock();
                }
            }
        } catch (RuntimeException | Error e) {
            // The event was accepted: the application has nothing to do with what went wrong.
            metElsewhere.set(e);
            what = Inbox.Sent.NOTHING;
        } finally {
            inbox.sent(what);
        }
    }

    // A full queue is reported when it begins to drop, not for each event, until half of it is free again.
    private void report(Inbox.Offer.Dropped dropped) {
        switch (dropped.reason()) {
            case FULL -> {
                if (overflowing.compareAndSet(false, true)) {
                    signals.error(ChannelListener.Phase.PUBLISH, dropped.problem());
                }
            }
            case STOPPED -> {
                long count = stoppedTold.happened();
                if (count > 0) {
                    Log.stopped(dropped.problem(), count);
                }
            }
            case INTERRUPTED -> {} // by the application, which has its stage
        }
    }

    int kill() {
        return drop(inbox.drain(), PublishFailures::killed);
    }

    boolean flush(Duration timeout) throws InterruptedException {
        return completer.flush(ordinals.get(), Nanos.of(timeout));
    }

    /**
     * Takes no more events, waits for those it has, and fails what is left when the time is up. Callbacks that do not return
     * are not waited for.
     *
     * @return how many events were left
     */
    public int close(Duration timeout) {
        inbox.close();
        boolean interrupted = false;
        try {
            var unused = flush(timeout);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        inbox.stop();
        interrupted |= Thread.interrupted();
        try {
            if (turn.tryLock(HAND_OVER, TimeUnit.NANOSECONDS)) {
                try {
                    giveUp();
                } finally {
                    turn.unlock();
                }
            }
            completer.close();
            int blocked = completer.awaitEnd(interrupted ? 0 : HAND_OVER);
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

    // By the one that closes, and by the publisher's thread when it ends: whoever comes second finds nothing.
    private void giveUp() {
        List<QueuedEvent> unsent;
        EventOutcomes outcomes;
        turn.lock();
        try {
            inbox.landings().forEach(pipeline::landed);
            left.addAndGet(pipeline.giveUp());
            unsent = inbox.drain();
            outcomes = pipeline.outcomes();
        } finally {
            turn.unlock();
        }
        tell(outcomes);
        left.addAndGet(drop(unsent, PublishFailures::stopped));
    }

    private int drop(List<QueuedEvent> events, Function<String, EventDroppedException> why) {
        if (!events.isEmpty()) {
            completer.add(events.stream()
                    .map(event -> (EventOutcome) new EventOutcome.Failed(event, why.apply(event.topic())))
                    .toList());
        }
        return events.size();
    }
}
