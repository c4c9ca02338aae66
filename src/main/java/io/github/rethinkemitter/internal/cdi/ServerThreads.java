package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.runtime.ManagedThreadStarter;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** What Jakarta Concurrency offers by name. Only its JDK interfaces are needed, so the API may be absent. */
final class ServerThreads {

    private ServerThreads() {}

    static @Nullable ThreadSupply find() {
        var standard = find("java:comp/DefaultManagedThreadFactory", "java:comp/DefaultManagedExecutorService");
        return standard != null
                ? standard
                // An enterprise archive starts outside of its modules, where WildFly has no java:comp.
                : find("java:jboss/ee/concurrency/factory/default", "java:jboss/ee/concurrency/executor/default");
    }

    private static @Nullable ThreadSupply find(String factory, String executor) {
        // The factory for what runs for ever: servers take a pool's task that never ends for a hung one.
        return look(factory) instanceof ThreadFactory threads && look(executor) instanceof Executor async
                ? new ThreadSupply("the server's managed threads", new ManagedThreadStarter(threads), async, () -> {})
                : null;
    }

    @SuppressWarnings("BanJNDI") // constant names, which the server itself fills
    private static @Nullable Object look(String name) {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException | RuntimeException | NoClassDefFoundError e) {
            // No naming here, or switched off: each runtime has its own way of saying so.
            return null;
        }
    }
}
