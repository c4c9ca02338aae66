package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.flow.SweepResult;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has old events deleted: those of {@code persist=false} twice in each grace period for as long as some may be left, and with
 * {@code retention} all events at an interval. The publisher's thread says when; the queries run on the executor, so that no
 * insert waits for them.
 */
final class Sweeper {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    // Longer than a deletion takes. An executor that is shut down may forget what it was given; and that two go on at
    // once
    // costs time and nothing else.
    private static final long LOST = Duration.ofHours(1).toNanos();

    private final PublisherContext setup;
    private final ChannelListener signals;
    private final Runnable whenEnded;
    private final List<SweepSchedule> duties;
    // A position that is used is older than the newest events by the overlap and what is handled before it is written.
    // One
    // that is less than this older than what is to be deleted is nothing to tell of.
    private final Duration usual;
    private final RateLimit heldBackTold;
    private @Nullable Session known;

    // Set by the publisher's thread; whoever carries the orders out clears it, and what it did before is seen by then.
    private volatile boolean running;
    private long begunAt;

    /**
     * Sweeps nothing yet.
     *
     * @param whenEnded makes the publisher's thread look again, from another thread
     */
    Sweeper(PublishSettings settings, PublisherContext setup, ChannelListener signals, Runnable whenEnded) {
        this.setup = setup;
        this.signals = signals;
        this.whenEnded = whenEnded;
        this.usual = settings.lateAfter().multipliedBy(4).plus(LONGEST);
        this.heldBackTold = new RateLimit(Duration.ofHours(1), setup.nanoTime());
        this.duties = orders(settings.sweep(), setup).stream()
                .map(order -> new SweepSchedule(order, setup.nanoTime().getAsLong()))
                .toList();
    }

    private static List<SweepOrder> orders(SweepSettings settings, PublisherContext setup) {
        List<SweepOrder> orders = new ArrayList<>();
        if (!setup.persist()) {
            Duration grace = settings.ephemeralGrace();
            orders.add(new SweepOrder(Kind.EPHEMERAL, grace, grace.dividedBy(2), settings.hard(), setup.src()));
        }
        Duration retention = settings.retention();
        if (retention != null) {
            orders.add(new SweepOrder(Kind.RETENTION, retention, every(retention), settings.hard(), setup.src()));
        }
        return orders;
    }

    // What is a tenth too old hurts nobody, and what is ten minutes too old neither.
    private static Duration every(Duration retention) {
        Duration tenth = retention.dividedBy(10);
        return tenth.compareTo(SHORTEST) < 0 ? SHORTEST : tenth.compareTo(LONGEST) > 0 ? LONGEST : tenth;
    }

    /** Something was sent that has to go again one day. */
    void published() {
        long now = now();
        duties.forEach(duty -> duty.published(now));
    }

    /** How long until the next order; for ever when there is nothing to delete. */
    long nanosUntilDue(Session session) {
        if (running && now() - begunAt < LOST) {
            return LOST - (now() - begunAt);
        }
        if (session != known) {
            known = session;
            duties.forEach(SweepSchedule::sessionBegins);
        }
        long now = now();
        long nanos = Long.MAX_VALUE;
        for (SweepSchedule duty : duties) {
            nanos = Math.min(nanos, duty.nanosUntilDue(now));
        }
        return nanos;
    }

    /** The orders that are due, to be given to the executor outside of the publisher's turn. */
    Runnable due(Session session) {
        long now = now();
        List<SweepSchedule> due =
                duties.stream().filter(duty -> duty.nanosUntilDue(now) == 0).toList();
        due.forEach(duty -> duty.begun(now));
        begunAt = now;
        running = true;
        return () -> carryOutElsewhere(due, session);
    }

    // Managed executors refuse by exceptions of several kinds, and at the end of an application by errors.
    private void carryOutElsewhere(List<SweepSchedule> due, Session session) {
        try {
            setup.executor().execute(() -> carryOut(due, session));
        } catch (RuntimeException | Error e) {
            running = false;
            due.forEach(duty -> failed(duty.order(), e));
        }
    }

    private void carryOut(List<SweepSchedule> due, Session session) {
        try {
            for (SweepSchedule duty : due) {
                carryOut(duty, session);
            }
        } finally {
            running = false;
            whenEnded.run();
        }
    }

    private void carryOut(SweepSchedule duty, Session session) {
        try {
            SweepResult result = session.sweep(duty.order());
            duty.ended(result);
            if (result instanceof SweepResult.HeldBack held) {
                heldBack(duty.order(), held);
            }
        } catch (Throwable e) {
            // When the session has ended, the next one begins with a sweep.
            if (session.isOpen()) {
                failed(duty.order(), e);
            }
        }
    }

    private void heldBack(SweepOrder order, SweepResult.HeldBack held) {
        Duration behind =
                Duration.between(held.position(), setup.clock().instant()).truncatedTo(ChronoUnit.SECONDS);
        if (behind.compareTo(order.age().plus(usual)) > 0 && heldBackTold.happened() > 0) {
            EmitterException problem = PublishFailures.heldBack(order, held, behind);
            Log.heldBack(problem);
            signals.error(ChannelListener.Phase.PUBLISH, problem);
        }
    }

    private void failed(SweepOrder order, Throwable problem) {
        signals.error(ChannelListener.Phase.PUBLISH, PublishFailures.notSwept(order, problem));
    }

    private long now() {
        return setup.nanoTime().getAsLong();
    }
}
