package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.concurrent.StageFailure;
import io.github.rethinkemitter.internal.flow.Excerpt;
import java.io.IOException;
import java.io.InterruptedIOException;

/** The exceptions of this package that are made in several places, and what to take from those of others. */
public final class Failures {

    private static final int LONGEST = 500;

    private Failures() {}

    /** The exception that a future carries. */
    public static IOException io(Throwable thrown) {
        Throwable cause = StageFailure.cause(thrown);
        return cause instanceof IOException io ? io : new IOException("RTH0219 " + reason(cause), cause);
    }

    /**
     * Ends a sequence of steps that an interrupt does not end by itself: the thread that stops this library must not wait for the
     * steps that follow.
     */
    public static void failIfInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("RTH0216 interrupted while connecting to the database");
        }
    }

    /** Sets the thread's interrupt flag again. */
    public static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var interrupted = new InterruptedIOException("RTH0216 interrupted while waiting for the database");
        interrupted.initCause(cause);
        return interrupted;
    }

    static IOException lost(String where, Throwable cause) {
        return new IOException(
                "RTH0210 the connection to " + where + " was lost: " + reason(cause) + ". It is opened again by itself",
                cause);
    }

    static IOException closedByThisSide(String where) {
        return new IOException("RTH0211 the connection to " + where + " was closed by this side");
    }

    static IOException late(String where) {
        return new IOException("RTH0213 " + where
                + " did not answer in time. Look at the server's load, or raise rethink.emitter.query-timeout");
    }

    static IOException unreadable(String where, Throwable cause) {
        return new IOException("RTH0214 an answer of " + where + " cannot be read: " + reason(cause), cause);
    }

    public static String reason(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : firstLine(message);
    }

    /** The database quotes whole documents in its messages, in the lines after the first. */
    public static String firstLine(String message) {
        return new Excerpt(message.lines().findFirst().orElse(""), LONGEST).text();
    }
}
