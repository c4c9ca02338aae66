package io.github.rethinkemitter.internal.driverlog;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes the driver's messages to {@code System.Logger}, which the rest of the library uses. */
record SystemLogger(System.Logger target) implements Logger {

    @Override
    public boolean isTraceEnabled() {
        return target.isLoggable(Level.TRACE);
    }

    @Override
    public void trace(String pattern, Object first, Object second) {
        target.log(Level.TRACE, () -> filled(pattern, Arrays.asList(first, second)));
    }

    @Override
    public void debug(String pattern, Object only) {
        target.log(Level.DEBUG, () -> filled(pattern, Arrays.asList(only)));
    }

    // Each "{}" in a pattern is replaced by the next value.
    private static String filled(String pattern, List<@Nullable Object> values) {
        var text = new StringBuilder();
        Iterator<@Nullable Object> next = values.iterator();
        int from = 0;
        for (int at = pattern.indexOf("{}"); at >= 0 && next.hasNext(); at = pattern.indexOf("{}", from)) {
            text.append(pattern, from, at).append(next.next());
            from = at + 2;
        }
        return text.append(pattern, from, pattern.length()).toString();
    }
}
