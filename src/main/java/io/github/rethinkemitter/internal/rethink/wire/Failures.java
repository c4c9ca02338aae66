package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.concurrent.StageFailure;
import io.github.rethinkemitter.internal.flow.Excerpt;
import java.io.IOException;
import java.io.InterruptedIOException;

/** What went wrong, taken out of what carried it. */
public final class Failures {

    private static final int LONGEST = 500;

    private Failures() {}

    public static IOException io(Throwable thrown) {
        Throwable cause = StageFailure.cause(thrown);
        return cause instanceof IOException io ? io : new IOException("RTH0219 " + reason(cause), cause);
    }

    /** Between steps that an interrupt does not end: whoever stops this must not wait for the steps that follow. */
    public static void failIfInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("RTH0216 interrupted while connecting to the database");
        }
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
