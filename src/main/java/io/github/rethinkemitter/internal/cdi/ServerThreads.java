package io.github.rethinkemitter.internal.cdi;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** What Jakarta Concurrency offers by name. Only its JDK interfaces are needed, so the API may be absent. */
final class ServerThreads {

    private ServerThreads() {}

    static @Nullable Workers find() {
        // The factory for what runs for ever: servers take a pool's task that never ends for a hung one.
        return look("java:comp/DefaultManagedThreadFactory") instanceof ThreadFactory threads
                        && look("java:comp/DefaultManagedExecutorService") instanceof Executor async
                ? new Workers("the server's managed threads", threads, async, () -> {})
                : null;
    }

    @SuppressWarnings("BanJNDI") // constant names in java:comp, which the server itself fills
    private static @Nullable Object look(String name) {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException | RuntimeException | NoClassDefFoundError e) {
            // No naming here, or switched off: each runtime has its own way of saying so.
            return null;
        }
    }
}
