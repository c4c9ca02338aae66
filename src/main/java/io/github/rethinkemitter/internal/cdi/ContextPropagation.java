package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.inject.Instance;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jspecify.annotations.Nullable;

/** The only class that touches MicroProfile Context Propagation. */
final class ContextPropagation {

    private ContextPropagation() {}

    static boolean isPresent() {
        try {
            Class.forName(
                    "org.eclipse.microprofile.context.ManagedExecutor", false, ThreadSupply.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return false;
        }
    }

    static @Nullable Executor executor(Instance<Object> beans) {
        var found = beans.select(ManagedExecutor.class);
        return found.isResolvable() ? found.get() : null;
    }
}
