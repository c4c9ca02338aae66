package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Signals;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Has old events deleted: those of {@code persist=false} twice in each grace period for as long as some may be left, and with
 * {@code retention} all events at an interval. The publisher's thread says when; the queries run on the executor, so that no
 * insert waits for them.
 */
final class Sweeper {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Setup setup;
    private final Signals signals;
    private final Runnable whenEnded;
    private final List<Duty> duties;
    private @Nullable Session known;

    // Set by the publisher's thread; whoever carries the orders out clears it, and what it did before is seen by then.
    private volatile boolean running;

    /**
     * Sweeps nothing yet.
     *
     * @param whenEnded makes the publisher's thread look again, from another thread
     */
    Sweeper(SweepSettings settings, Setup setup, Signals signals, Runnable whenEnded) {
        this.setup = setup;
        this.signals = signals;
        this.whenEnded = whenEnded;
        this.duties = orders(settings, setup).stream()
                .map(order -> new Duty(order, setup.nanoTime().getAsLong()))
                .toList();
    }

    private static List<SweepOrder> orders(SweepSettings settings, Setup setup) {
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

    /** How long until the next order; for ever when there is nothing to delete, or a deletion under way. */
    long nanosUntilDue(Session session) {
        if (running) {
            return Long.MAX_VALUE;
        }
        if (session != known) {
            known = session;
            duties.forEach(Duty::sessionBegins);
        }
        long now = now();
        long nanos = Long.MAX_VALUE;
        for (Duty duty : duties) {
            nanos = Math.min(nanos, duty.nanosUntilDue(now));
        }
        return nanos;
    }

    /** Gives the orders that are due. */
    void sweep(Session session) {
        long now = now();
        List<Duty> due =
                duties.stream().filter(duty -> duty.nanosUntilDue(now) == 0).toList();
        due.forEach(duty -> duty.begun(now));
        running = true;
        try {
            setup.executor().execute(() -> carryOut(due, session));
        } catch (RejectedExecutionException e) {
            running = false;
            due.forEach(duty -> failed(duty.order(), e));
        }
    }

    private void carryOut(List<Duty> due, Session session) {
        try {
            for (Duty duty : due) {
                carryOut(duty, session);
            }
        } finally {
            running = false;
            whenEnded.run();
        }
    }

    private void carryOut(Duty duty, Session session) {
        try {
            duty.ended(session.sweep(duty.order()));
        } catch (IOException | RuntimeException e) {
            // When the session has ended, the next one begins with a sweep.
            if (session.isOpen()) {
                failed(duty.order(), e);
            }
        }
    }

    private void failed(SweepOrder order, Exception problem) {
        signals.error(Signals.Phase.PUBLISH, Drops.notSwept(order, problem));
    }

    private long now() {
        return setup.nanoTime().getAsLong();
    }
}
