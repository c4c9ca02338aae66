package io.github.rethinkemitter.internal.park;

import io.github.rethinkemitter.internal.flow.FailureCause;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Describes what observers threw, within bounds. Never throws: exceptions are foreign code. */
final class CauseTexts {

    /** So many characters of a stack trace are stored. */
    static final int LONGEST_STACK = 8 * 1024;

    /** So many characters of a message are stored. */
    static final int LONGEST_MESSAGE = 1024;

    private CauseTexts() {}

    static @Nullable FailureCause of(@Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        var type = failure.getClass().getName();
        try {
            var message = failure.getMessage();
            return new FailureCause(type, message == null ? "" : cut(message, LONGEST_MESSAGE), stack(failure));
        } catch (RuntimeException | StackOverflowError e) {
            return new FailureCause(type, "", "");
        }
    }

    private static String stack(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return cut(text.toString(), LONGEST_STACK);
    }

    // Not within a pair of surrogates; a lone one is no text that the database takes.
    private static String cut(String text, int longest) {
        var whole = new StringBuilder(Math.min(text.length(), longest));
        text.codePoints()
                .limit(longest)
                .map(one -> one == 0 || (one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE) ? '?' : one)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
