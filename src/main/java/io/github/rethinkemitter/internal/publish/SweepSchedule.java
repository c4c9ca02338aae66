package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.flow.SweepResult;

/**
 * When an order to delete events is due: at the beginning of each session, and then at its interval as long as there may be
 * something to delete. Used by the publisher thread. The thread that carries the order out calls {@link #ended}, and the
 * publisher thread looks again only afterwards.
 */
final class SweepSchedule {

    private final SweepOrder order;
    private final long interval;
    private final long deletableAfter;
    private boolean dueNow;
    private long startedAt;

    // Counts what may have brought events to delete. All events up to the count of deletedUpTo are deleted; the sweep
    // that runs deletes those up to deletingUpTo.
    private long sendings;
    private long lastSentAt;
    private long deletedUpTo;
    private long deletingUpTo;

    SweepSchedule(SweepOrder order, long now) {
        this.order = order;
        this.interval = Math.max(1, order.every().toNanos());
        // The database takes an event's time when the event arrives there, later than it was sent: hence one interval
        // more.
        this.deletableAfter = order.age().toNanos() + interval;
        this.lastSentAt = now - deletableAfter - 1;
    }

    SweepOrder order() {
        return order;
    }

    /** Other servers may have sent events and stopped, and nobody may have deleted since: each new session begins with a sweep. */
    void sessionBegins() {
        dueNow = true;
        sendings++;
    }

    /** Events were sent, which have to be deleted one day. */
    void eventsSent(long now) {
        sendings++;
        lastSentAt = now;
    }

    /** How long until the order is due; {@code Long.MAX_VALUE} when there is nothing to delete. */
    long nanosUntilDue(long now) {
        if (dueNow) {
            return 0;
        }
        // Retention deletes the events of all servers, so there may always be some.
        boolean nothingLeft = order.kind() == Kind.EPHEMERAL && sendings == deletedUpTo;
        return nothingLeft ? Long.MAX_VALUE : Math.max(0, interval - (now - startedAt));
    }

    void started(long now) {
        dueNow = false;
        startedAt = now;
        deletingUpTo = now - lastSentAt > deletableAfter ? sendings : deletedUpTo;
    }

    void ended(SweepResult result) {
        if (result instanceof SweepResult.Clean) {
            deletedUpTo = deletingUpTo;
        } else if (result instanceof SweepResult.Unfinished) {
            dueNow = true;
        }
    }
}
