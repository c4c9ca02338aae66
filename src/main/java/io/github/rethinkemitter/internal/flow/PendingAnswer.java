package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The answer to a query that runs beside others on its connection. Used by the thread that uses the connection. */
public interface PendingAnswer<T> {

    /** The answer, or null while there is none. Does not wait. */
    @Nullable
    T poll() throws IOException;

    /** Waits for the answer. Whatever else the connection brings meanwhile is kept for its readers. */
    T await() throws IOException, InterruptedException;
}
