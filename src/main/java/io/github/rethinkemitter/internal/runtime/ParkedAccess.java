package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.Session;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;

/**
 * Asks the database about parked events, by the session that is open when it is asked. Safe for use by many threads.
 *
 * @param timeout how long to wait for a session
 * @param start makes the channel open one, unless it does so already
 */
record ParkedAccess(String channel, CurrentSession session, Duration timeout, Runnable start, LinkState state) {

    /** What is asked. It may be asked again after a failure. */
    interface Question<T> {
        T of(Session session) throws IOException;
    }

    <T> T ask(Question<T> question) {
        start.run();
        try {
            var open = session.await(timeout);
            if (open == null) {
                throw session.isClosed() ? stopped() : unconnected();
            }
            return question.of(open);
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Reads what one of these filters chooses after the other, page by page. */
    ParkedPages pages(List<ParkedFilter> filters, Duration grace) {
        return new ParkedPages(this, filters, grace);
    }

    private EmitterException interrupted(Exception cause) {
        return new EmitterException(
                "RTH0634 the thread was interrupted while it waited for the parked events of " + Log.named(channel)
                        + ". Some may have been changed; call again on a thread that is not interrupted",
                cause);
    }

    private EmitterException failed(IOException cause) {
        return new EmitterException(
                "RTH0631 the parked events of " + Log.named(channel) + " cannot be read or changed: "
                        + cause.getMessage() + ". Some may have been changed; see the cause, and call again",
                cause);
    }

    private EmitterException stopped() {
        return new EmitterException(
                "RTH0633 the application has stopped, and with it the connection to the parked events of "
                        + Log.named(channel) + ". Use them in a @PreDestroy method at the latest",
                null);
    }

    private EmitterException unconnected() {
        return new EmitterException(
                "RTH0630 " + Log.named(channel) + " has had no connection for " + timeout.toMillis()
                        + " ms, so its parked events cannot be reached: " + state.lastFailureText()
                        + ". Mend that, and call again",
                state.lastFailure());
    }
}
