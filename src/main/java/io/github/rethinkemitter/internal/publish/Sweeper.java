package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the events of {@code persist=false}, all that are old enough at once, twice in each grace period for as long as some
 * may be left. The publisher's thread says when; the query itself runs on the executor, so that no insert waits for it.
 */
final class Sweeper {

    private final Setup setup;
    private final Signals signals;
    private final Duration grace;
    private final long interval;
    private final AtomicBoolean running = new AtomicBoolean();
    // How often something was published, and up to which of these all has been deleted.
    private long publications;
    private volatile long deleted;
    private long publishedAt;
    private long sweptAt;
    private boolean dueNow;
    private @Nullable Session known;

    Sweeper(Setup setup, Signals signals, Duration grace) {
        this.setup = setup;
        this.signals = signals;
        this.grace = grace;
        this.interval = Math.max(1, grace.toNanos() / 2);
        this.publishedAt = setup.nanoTime().getAsLong() - grace.toNanos() - interval - 1;
    }

    /** Something was sent that has to go again one day. */
    void published() {
        publications++;
        publishedAt = setup.nanoTime().getAsLong();
    }

    /** How long until the next deletion; for ever when nothing can be left. */
    long nanosUntilDue(Session session) {
        if (setup.persist()) {
            return Long.MAX_VALUE;
        }
        if (session != known) {
            // Who published before may be gone: whoever comes online cleans up once.
            known = session;
            dueNow = true;
            publications++;
        }
        if (dueNow) {
            return 0;
        }
        return publications == deleted
                ? Long.MAX_VALUE
                : Math.max(0, interval - (setup.nanoTime().getAsLong() - sweptAt));
    }

    void sweep(Session session) {
        long now = setup.nanoTime().getAsLong();
        dueNow = false;
        sweptAt = now;
        if (!running.compareAndSet(false, true)) {
            return;
        }
        // An event's time is taken when the server has it, later than it was sent: hence half a period more.
        long upTo = now - publishedAt > grace.toNanos() + interval ? publications : deleted;
        try {
            setup.executor().execute(() -> delete(session, upTo));
        } catch (RejectedExecutionException e) {
            running.set(false);
            failed(e);
        }
    }

    private void delete(Session session, long upTo) {
        try {
            session.deleteEphemeral(grace);
            deleted = upTo;
        } catch (IOException | RuntimeException e) {
            // When the session has ended, the next one begins with a deletion.
            if (session.isOpen()) {
                failed(e);
            }
        } finally {
            running.set(false);
        }
    }

    private void failed(Exception problem) {
        signals.error(Signals.Phase.PUBLISH, Drops.notSwept(problem, Duration.ofNanos(interval)));
    }
}
