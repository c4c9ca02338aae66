package io.github.rethinkemitter.internal.publish;

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
 * Has old events deleted: those of {@code persist=false} twice in each grace period as long as some may be left, and with
 * {@code retention} all old events at an interval. The publisher thread starts a sweep; its queries run on the executor, so
 * that no insert waits for them.
 */
final class Sweeper {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    // Longer than a sweep takes: an executor that was shut down may have forgotten it. Two sweeps at once do no harm.
    private static final long ASSUMED_LOST = Duration.ofHours(1).toNanos();

    private final PublisherContext context;
    private final ChannelListener listener;
    private final Runnable whenEnded;
    private final List<SweepSchedule> schedules;
    // A position in use is older than the newest events, by the overlap and by what is handled before it is written. A
    // position that is less than this older than the events to be deleted is not reported.
    private final Duration usualLag;
    private final RateLimit heldBackReports;
    private @Nullable Session lastSession;

    // The publisher thread sets it. The thread that sweeps clears it last, so that its changes to the schedules are
    // seen.
    private volatile boolean running;
    private long startedAt;

    /**
     * Sweeps nothing yet.
     *
     * @param whenEnded called by another thread after a sweep, to make the publisher thread look again
     */
    Sweeper(PublishSettings settings, PublisherContext context, ChannelListener listener, Runnable whenEnded) {
        this.context = context;
        this.listener = listener;
        this.whenEnded = whenEnded;
        this.usualLag = settings.lateAfter().multipliedBy(4).plus(LONGEST);
        this.heldBackReports = new RateLimit(Duration.ofHours(1), context.nanoTime());
        this.schedules = orders(settings.sweep(), context).stream()
                .map(order -> new SweepSchedule(order, now()))
                .toList();
    }

    private static List<SweepOrder> orders(SweepSettings settings, PublisherContext context) {
        List<SweepOrder> orders = new ArrayList<>();
        if (!context.persist()) {
            Duration grace = settings.ephemeralGrace();
            orders.add(new SweepOrder(Kind.EPHEMERAL, grace, grace.dividedBy(2), settings.hard(), context.src()));
        }
        Duration retention = settings.retention();
        if (retention != null) {
            orders.add(new SweepOrder(Kind.RETENTION, retention, every(retention), settings.hard(), context.src()));
        }
        return orders;
    }

    // Events may stay a tenth longer than their retention, or ten minutes if that is less.
    private static Duration every(Duration retention) {
        Duration tenth = retention.dividedBy(10);
        return tenth.compareTo(SHORTEST) < 0 ? SHORTEST : tenth.compareTo(LONGEST) > 0 ? LONGEST : tenth;
    }

    /** Events were sent, which have to be deleted one day. */
    void eventsSent() {
        long now = now();
        schedules.forEach(schedule -> schedule.eventsSent(now));
    }

    /** How long until the next sweep; {@code Long.MAX_VALUE} when there is nothing to delete. */
    long nanosUntilDue(Session session) {
        if (running && now() - startedAt < ASSUMED_LOST) {
            return ASSUMED_LOST - (now() - startedAt);
        }
        if (session != lastSession) {
            lastSession = session;
            schedules.forEach(SweepSchedule::sessionBegins);
        }
        long now = now();
        long nanos = Long.MAX_VALUE;
        for (SweepSchedule schedule : schedules) {
            nanos = Math.min(nanos, schedule.nanosUntilDue(now));
        }
        return nanos;
    }

    /** Starts the orders that are due. The publisher thread runs the result after its turn. */
    Runnable startDue(Session session) {
        long now = now();
        List<SweepSchedule> due = schedules.stream()
                .filter(schedule -> schedule.nanosUntilDue(now) == 0)
                .toList();
        due.forEach(schedule -> schedule.started(now));
        startedAt = now;
        running = true;
        return () -> execute(due, session);
    }

    // Managed executors refuse with exceptions of several kinds, and at the end of an application with errors.
    private void execute(List<SweepSchedule> due, Session session) {
        try {
            context.executor().execute(() -> sweep(due, session));
        } catch (RuntimeException | Error e) {
            running = false;
            due.forEach(schedule -> failed(schedule.order(), e));
        }
    }

    private void sweep(List<SweepSchedule> due, Session session) {
        try {
            for (SweepSchedule schedule : due) {
                sweep(schedule, session);
            }
        } finally {
            running = false;
            whenEnded.run();
        }
    }

    private void sweep(SweepSchedule schedule, Session session) {
        try {
            SweepResult result = session.sweep(schedule.order());
            schedule.ended(result);
            if (result instanceof SweepResult.HeldBack held) {
                heldBack(schedule.order(), held);
            }
        } catch (Throwable e) {
            // When the session has ended, the next one begins with a sweep.
            if (session.isOpen()) {
                failed(schedule.order(), e);
            }
        }
    }

    private void heldBack(SweepOrder order, SweepResult.HeldBack held) {
        Duration lag =
                Duration.between(held.position(), context.clock().instant()).truncatedTo(ChronoUnit.SECONDS);
        if (lag.compareTo(order.age().plus(usualLag)) > 0 && heldBackReports.happened() > 0) {
            listener.error(ChannelListener.Phase.PUBLISH, PublishFailures.heldBack(order, held, lag));
        }
    }

    private void failed(SweepOrder order, Throwable problem) {
        listener.error(ChannelListener.Phase.PUBLISH, PublishFailures.notSwept(order, problem));
    }

    private long now() {
        return context.nanoTime().getAsLong();
    }
}
