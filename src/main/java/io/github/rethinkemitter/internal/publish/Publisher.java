package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Content;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Signals;
import io.github.rethinkemitter.internal.flow.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores a channel's events, in the order in which each thread triggers them. Give {@link #run} a thread of its own; stages
 * complete on it, outside any lock, so that a callback that takes long holds up the events behind it and nothing else.
 */
public final class Publisher implements Runnable {

    // For the publisher's thread to come back from a callback or the clock's granularity, once told to stop.
    private static final Duration HAND_OVER = Duration.ofSeconds(1);

    private final Setup setup;
    private final Codec codec;
    private final Signals signals;
    private final Inbox inbox;
    private final Pipeline pipeline;
    private final Sweeper sweeper;
    private final AtomicLong ordinals = new AtomicLong();
    private final AtomicBoolean overflowing = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicInteger left = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);

    // Who holds it uses pipeline and sweeper: the publisher's thread, or while that sleeps one that triggers.
    // Nobody else's code is called under it, and nobody but the publisher's thread waits for it.
    private final ReentrantLock turn = new ReentrantLock();

    /** A publisher without a session: events wait until it is {@link #online}. */
    public Publisher(PublishSettings settings, Setup setup, Codec codec, Signals signals) {
        this.setup = setup;
        this.codec = codec;
        this.signals = signals;
        this.inbox = new Inbox(settings);
        this.pipeline = new Pipeline(settings, setup, inbox);
        this.sweeper = new Sweeper(settings.sweep(), setup, signals, inbox::wake);
    }

    /** The emitter that applications are given. */
    public Emitter emitter() {
        return new QueueingEmitter(this, Map.of());
    }

    /** This publisher's {@code src}. */
    public String src() {
        return setup.src();
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

    /** Sends events until it is closed or its thread is interrupted; afterwards every stage is completed. */
    @Override
    public void run() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a publisher runs once");
        }
        inbox.serve();
        try {
            while (!inbox.isStopped()) {
                serve();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inbox.stop();
            giveUp();
            ended.countDown();
        }
    }

    private void serve() throws InterruptedException {
        boolean told = tellOutcomes();
        boolean sent = false;
        boolean takesEvents = false;
        long nanos = Long.MAX_VALUE;
        turn.lock();
        try {
            Session session = inbox.session();
            if (session != null) {
                if (overflowing.get() && inbox.isRoomy()) {
                    overflowing.set(false);
                }
                if (sweeper.nanosUntilDue(session) == 0) {
                    sweeper.sweep(session);
                }
                sent = send(session);
                takesEvents = pipeline.takesEvents();
                nanos = Math.min(pipeline.nanosUntilRepeat(), sweeper.nanosUntilDue(session));
            }
        } finally {
            turn.unlock();
        }
        if (sent) {
            inbox.makeRoom();
        } else if (!told) {
            inbox.await(takesEvents, nanos);
        }
    }

    // Outside of a turn: callbacks may take long. Before more is sent, or ever more events would be held for them.
    private boolean tellOutcomes() {
        Outcomes outcomes;
        turn.lock();
        try {
            inbox.landings().forEach(pipeline::landed);
            outcomes = pipeline.outcomes();
        } finally {
            turn.unlock();
        }
        if (!outcomes.isEmpty()) {
            outcomes.tell(signals, inbox);
        }
        return !outcomes.isEmpty();
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

    private void giveUp() {
        List<Pending> unsent;
        Outcomes outcomes;
        turn.lock();
        try {
            inbox.landings().forEach(pipeline::landed);
            left.addAndGet(pipeline.giveUp());
            unsent = inbox.drain();
            outcomes = pipeline.outcomes();
        } finally {
            turn.unlock();
        }
        outcomes.tell(signals, inbox);
        left.addAndGet(drop(unsent, Drops::stopped));
    }

    CompletionStage<Receipt> trigger(String topic, @Nullable Object @Nullable [] args, Map<String, String> headers) {
        // trigger("beep", null) is, to the compiler, no list of arguments at all.
        Content content = codec.encode(Topic.of(topic), args == null ? new @Nullable Object[] {null} : args, headers);
        var event = new Pending(ordinals.incrementAndGet(), content, new CompletableFuture<>());
        Inbox.Offer offer = inbox.offer(event);
        if (offer instanceof Inbox.Offer.Wanted) {
            sendAtOnce();
        } else if (offer instanceof Inbox.Offer.Dropped dropped) {
            event.stage().completeExceptionally(dropped.problem());
            inbox.settled(List.of(event));
            report(dropped.problem());
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
        } finally {
            inbox.sent(what);
        }
    }

    // A full queue is reported when it begins to drop, not for each event, until half of it is free again.
    private void report(EventDroppedException problem) {
        if (problem.id().equals("RTH0110") && overflowing.compareAndSet(false, true)) {
            signals.error(Signals.Phase.PUBLISH, problem);
        }
    }

    int kill() {
        return drop(inbox.drain(), Drops::killed);
    }

    boolean flush(Duration timeout) throws InterruptedException {
        return inbox.flush(ordinals.get(), timeout);
    }

    /**
     * Takes no more events, waits for those it has, and fails what is left when the time is up.
     *
     * @return how many events were left
     */
    public int close(Duration timeout) {
        inbox.close();
        boolean interrupted = false;
        try {
            var unused = flush(timeout);
            inbox.stop();
            if (started.get() && !ended.await(HAND_OVER.toNanos(), TimeUnit.NANOSECONDS)) {
                // It is in a callback that does not return. It will fail what it has when it does.
                left.addAndGet(drop(inbox.drain(), Drops::stopped));
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        inbox.stop();
        left.addAndGet(drop(inbox.drain(), Drops::stopped));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left.get();
    }

    private int drop(List<Pending> events, Function<String, EventDroppedException> why) {
        events.forEach(event -> event.stage().completeExceptionally(why.apply(event.topic())));
        inbox.settled(events);
        return events.size();
    }
}
