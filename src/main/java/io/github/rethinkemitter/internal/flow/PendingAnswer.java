package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The answer to a question, which comes among what else a connection brings. Used by the thread that uses the connection. */
public interface PendingAnswer<T> {

    /** The answer, or null while it has not come. Does not wait. */
    @Nullable
    T poll() throws IOException;

    /** The answer. What else the connection brings meanwhile is kept for its readers. */
    T await() throws IOException, InterruptedException;
}
