package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Signals;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.publish.Publisher;
import io.github.rethinkemitter.internal.subscribe.FollowEnd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a channel linked to its table: opens a session, lets events out and in through it for as long as it lasts, and
 * begins again, for ever. Runs on a thread of its own until it is stopped.
 */
final class Link implements Runnable {

    private final String channel;
    private final EventStore store;
    private final Publisher outgoing;
    private final Incoming incoming;
    private final Standing standing;
    private final Retry retry;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long finishBy = System.nanoTime();
    private boolean finished; // used by the thread that runs this

    Link(String channel, EventStore store, Traffic traffic, Standing standing, Retry retry) {
        this.channel = channel;
        this.store = store;
        this.outgoing = traffic.outgoing();
        this.incoming = traffic.incoming();
        this.standing = standing;
        this.retry = retry;
    }

    /** Both ways. */
    record Traffic(Publisher outgoing, Incoming incoming) {}

    @Override
    public void run() {
        try {
            boolean again = false;
            while (!again || pause()) {
                again = true;
                serveOneSession();
            }
        } catch (InterruptedException e) {
            if (!isStopped()) {
                Log.interrupted(channel);
            }
        } finally {
            finish(null);
        }
    }

    /**
     * Ends {@link #run} when the observers have finished: what waits in it is interrupted by the caller. Nothing is told any
     * more.
     *
     * @param timeout how long the observers may take
     */
    void stop(Duration timeout) {
        standing.stop();
        finishBy = System.nanoTime() + timeout.toNanos();
        stopped.countDown();
    }

    private void serveOneSession() throws InterruptedException {
        try (Session session = store.open()) {
            outgoing.online(session);
            try {
                serve(session);
            } finally {
                outgoing.offline();
                if (isStopped()) {
                    finish(session.isOpen() ? session : null);
                }
            }
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            failed(doing(e), e);
        } catch (RuntimeException e) {
            // A mistake of ours must not end the loop that keeps the channel alive.
            failed(Signals.Phase.CONNECT, e);
        }
    }

    // Once, as long as there is a session to write to.
    private void finish(@Nullable Session session) {
        if (!finished) {
            finished = true;
            Thread.interrupted(); // it has served its purpose
            incoming.finish(session, Duration.ofNanos(Math.max(0, finishBy - System.nanoTime())));
        }
    }

    private void serve(Session session) throws InterruptedException {
        try (Timeline timeline = store.openTimeline()) {
            serve(session, timeline);
        } catch (IOException e) {
            lost(e);
        }
    }

    private void serve(Session session, Timeline timeline) throws InterruptedException {
        while (!isStopped()) {
            FollowEnd end = incoming.follow(session, timeline, this::ready);
            if (end instanceof FollowEnd.Lost lost) {
                if (lost.cause() instanceof InterruptedIOException cause) {
                    throw interrupted(cause);
                }
                lost(lost.cause());
                if (!session.isOpen() || !pause()) {
                    return;
                }
            }
        }
    }

    private void ready() {
        retry.reset();
        standing.stands();
    }

    private void lost(IOException cause) {
        if (!standing.lost(cause)) {
            failed(Signals.Phase.SUBSCRIBE, cause);
        }
    }

    private void failed(Signals.Phase doing, Exception cause) {
        var unused = standing.lost(cause); // a mistake of ours may come while it stands
        Log.attemptFailed(channel, retry.attempt(), cause);
        standing.failed(doing, cause);
    }

    /** Waits before the next attempt; false when there is none, because the link was stopped. */
    private boolean pause() throws InterruptedException {
        if (isStopped()) {
            return false;
        }
        Duration delay = retry.next();
        standing.retrying(retry.attempt(), delay);
        return !stopped.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    // The store's ids RTH0200 to RTH0209 are about reaching a host and logging in; what comes after is about the table.
    private static Signals.Phase doing(IOException cause) {
        return String.valueOf(cause.getMessage()).startsWith("RTH020") ? Signals.Phase.CONNECT : Signals.Phase.SETUP;
    }

    private static InterruptedException interrupted(InterruptedIOException cause) {
        var interrupted = new InterruptedException(cause.getMessage());
        interrupted.initCause(cause);
        return interrupted;
    }
}
