package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.internal.runtime.ManagedThreadStarter;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** The server's managed threads, found by their JNDI names. Used by JDK interfaces, so the API of Jakarta Concurrency may be absent. */
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
        // The channel's own threads come from the factory: servers report a task of a pool that never ends as hung.
        return lookUp(factory) instanceof ThreadFactory threads && lookUp(executor) instanceof Executor async
                ? new ThreadSupply("the server's managed threads", new ManagedThreadStarter(threads), async, () -> {})
                : null;
    }

    @SuppressWarnings("BanJNDI") // constant names, which the server itself fills
    private static @Nullable Object lookUp(String name) {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException | RuntimeException | NoClassDefFoundError e) {
            // There is no JNDI, or it is switched off; each runtime throws another exception then.
            return null;
        }
    }
}
