package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.flow.ChannelName;
import io.github.rethinkemitter.internal.flow.Session;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Asks the database for an application, by the session that is open when it is asked. Safe for use by many threads.
 *
 * @param subject what it is asked about
 * @param timeout how long to wait for a session
 * @param start makes the channel open one, unless it does so already
 */
record DatabaseAccess(
        String channel, Subject subject, CurrentSession session, Duration timeout, Runnable start, LinkState state) {

    /** What the database is asked about. */
    enum Subject {
        PARKED_EVENTS("parked events", "be read or changed", " Some may have been changed.", "Use them"),
        STORED_STATUS("stored status", "be read", "", "Ask for it"),
        TIME("time, at which a replay ends,", "be read", "", "Replay");

        private final String inWords;
        private final String wanted;
        private final String afterFailure;
        private final String use;

        Subject(String inWords, String wanted, String afterFailure, String use) {
            this.inWords = inWords;
            this.wanted = wanted;
            this.afterFailure = afterFailure;
            this.use = use;
        }

        /** For the call of a channel that is switched off. */
        EmitterException switchedOff(String option) {
            return new EmitterException(
                    "RTH0632 " + inWords + " cannot be reached, because the channel is switched off. Set " + option
                            + "=true",
                    null);
        }
    }

    /** What is asked. It may be asked again after a failure. */
    interface Question<T> {
        T of(Session session) throws IOException;
    }

    DatabaseAccess about(Subject other) {
        return new DatabaseAccess(channel, other, session, timeout, start, state);
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

    private String named() {
        return subject.inWords + " of " + new ChannelName(channel);
    }

    private EmitterException interrupted(Exception cause) {
        return new EmitterException(
                "RTH0634 the thread was interrupted while it waited for the " + named() + "." + subject.afterFailure
                        + " Call again on a thread that is not interrupted",
                cause);
    }

    private EmitterException failed(IOException cause) {
        return new EmitterException(
                "RTH0631 the " + named() + " cannot " + subject.wanted + ": " + cause.getMessage() + "."
                        + subject.afterFailure + " See the cause, and call again",
                cause);
    }

    private EmitterException stopped() {
        return new EmitterException(
                "RTH0633 the application has stopped, and with it the connection to the " + named() + ". " + subject.use
                        + " in a @PreDestroy method at the latest",
                null);
    }

    private EmitterException unconnected() {
        return new EmitterException(
                "RTH0630 " + new ChannelName(channel) + " has had no connection for " + timeout.toMillis()
                        + " ms, so its "
                        + subject.inWords + " cannot be reached: " + state.lastFailureText()
                        + ". Mend that, and call again",
                state.lastFailure());
    }
}
