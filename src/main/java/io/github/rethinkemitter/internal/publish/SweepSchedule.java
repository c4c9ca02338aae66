package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.flow.SweepResult;

/**
 * When an order to delete is due: at the begin of each session, and then at its interval for as long as there may be
 * something to delete. Used by the publisher's thread; {@link #ended} by the one that carries the order out, before the
 * publisher's looks again.
 */
final class SweepSchedule {

    private final SweepOrder order;
    private final long interval;
    private final long late;
    private boolean dueNow;
    private long sweptAt;

    // How often something was published, up to which of these all has been deleted, and will have been by the sweep
    // that runs.
    private long publications;
    private long publishedAt;
    private long deleted;
    private long deleting;

    SweepSchedule(SweepOrder order, long now) {
        this.order = order;
        this.interval = Math.max(1, order.every().toNanos());
        // An event's time is taken when the server has it, later than it was sent: hence an interval more.
        this.late = order.age().toNanos() + interval;
        this.publishedAt = now - late - 1;
    }

    SweepOrder order() {
        return order;
    }

    /** Who published before may be gone, and nobody may have swept since: whoever comes online does. */
    void sessionBegins() {
        dueNow = true;
        publications++;
    }

    /** Something was sent that has to go again one day. */
    void published(long now) {
        publications++;
        publishedAt = now;
    }

    /** For ever when nothing can be left. */
    long nanosUntilDue(long now) {
        if (dueNow) {
            return 0;
        }
        // What has to go after its retention may be anybody's.
        boolean idle = order.kind() == Kind.EPHEMERAL && publications == deleted;
        return idle ? Long.MAX_VALUE : Math.max(0, interval - (now - sweptAt));
    }

    void begun(long now) {
        dueNow = false;
        sweptAt = now;
        deleting = now - publishedAt > late ? publications : deleted;
    }

    void ended(SweepResult result) {
        if (result instanceof SweepResult.Clean) {
            deleted = deleting;
        } else if (result instanceof SweepResult.Unfinished) {
            dueNow = true;
        }
    }
}
