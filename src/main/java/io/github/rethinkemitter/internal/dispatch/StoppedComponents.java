package io.github.rethinkemitter.internal.dispatch;

import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** Tells whether an observer failed because its component, or the container, had stopped before. */
final class StoppedComponents {

    private static final int DEPTH = 20; // causes may form a circle

    // By name, since no server has all of them: of WildFly, of Open Liberty, and of the EJB API.
    private static final Set<String> THROWN_BY_STOPPED_COMPONENTS =
            Set.of("ComponentIsStoppedException", "EJBStoppedException", "NoSuchEJBException");

    // For a stopped component these containers throw an IllegalStateException. GlassFish and Payara also throw an
    // EJBException without a cause.
    private static final List<String> CONTAINERS = List.of(
            "org.jboss.",
            "org.wildfly.",
            "org.glassfish.",
            "com.sun.ejb.",
            "com.sun.enterprise.",
            "fish.payara.",
            "com.ibm.",
            "io.openliberty.",
            "org.apache.webbeans.",
            "org.apache.openejb.",
            "io.quarkus.arc.",
            "jakarta.enterprise.");

    private StoppedComponents() {}

    static boolean isIn(Throwable thrown) {
        var cause = thrown;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (isByStoppedComponent(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isByStoppedComponent(Throwable thrown) {
        var name = thrown.getClass().getSimpleName();
        return THROWN_BY_STOPPED_COMPONENTS.contains(name)
                || thrown instanceof RejectedExecutionException
                || ((thrown instanceof IllegalStateException || isBareEjbException(thrown)) && isByContainer(thrown));
    }

    private static boolean isBareEjbException(Throwable thrown) {
        return thrown.getClass().getName().equals("jakarta.ejb.EJBException") && thrown.getCause() == null;
    }

    private static boolean isByContainer(Throwable thrown) {
        var trace = thrown.getStackTrace();
        return trace.length > 0 && CONTAINERS.stream().anyMatch(trace[0].getClassName()::startsWith);
    }
}
