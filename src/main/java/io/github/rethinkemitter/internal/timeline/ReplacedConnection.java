package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.flow.Refused;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import io.github.rethinkemitter.internal.flow.Unreachable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is opened when it is first needed, and another one when it was lost. Used by one thread, but closed by
 * any. After the end of the timeline's channel nothing can be asked.
 */
final class ReplacedConnection implements AutoCloseable {

    private final TimelineContext context;
    private final ExponentialBackoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable TimelineReader reader; // guarded by this; null until it is needed again

    ReplacedConnection(TimelineContext context) {
        this.context = context;
        this.backoff = context.backoff().get();
    }

    /** What is asked. It is asked again by another connection after a failure. */
    interface Question<T> {
        T of(TimelineReader reader) throws IOException;
    }

    /**
     * Asks, again and again for as long as a query may take.
     *
     * @return null when this was closed
     * @throws EmitterException when there is no answer
     */
    <T> @Nullable T ask(Question<T> question) {
        long since = context.nanoTime().getAsLong();
        while (!isClosed()) {
            try {
                TimelineReader connected = connected();
                if (connected == null) {
                    return null;
                }
                T answer = question.of(connected);
                backoff.reset();
                return answer;
            } catch (InterruptedException | InterruptedIOException e) {
                disconnect();
                Thread.currentThread().interrupt();
                throw context.failures().interrupted(e);
            } catch (IOException e) {
                disconnect();
                if (!isClosed()) {
                    giveUpOrWait(e, since);
                }
            }
        }
        return null;
    }

    private void giveUpOrWait(IOException failure, long since) {
        Duration timeout = context.timeout();
        if (failure instanceof Refused) {
            throw context.failures().failed(failure);
        }
        if (context.nanoTime().getAsLong() - since >= timeout.toNanos()) {
            throw failure instanceof Unreachable
                    ? context.failures().unconnected(timeout, String.valueOf(failure.getMessage()), failure)
                    : context.failures().failed(failure);
        }
        try {
            closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw context.failures().interrupted(e);
        }
    }

    // Null when this was closed meanwhile.
    private @Nullable TimelineReader connected() throws IOException, InterruptedException {
        synchronized (this) {
            if (reader != null) {
                return reader;
            }
        }
        TimelineReader opened = context.connections().connect();
        synchronized (this) {
            if (!isClosed()) {
                reader = opened;
                return opened;
            }
        }
        context.connections().close(opened);
        return null;
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void disconnect() {
        TimelineReader used;
        synchronized (this) {
            used = reader;
            reader = null;
        }
        if (used != null) {
            context.connections().close(used);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed.countDown();
        }
        disconnect();
    }
}
