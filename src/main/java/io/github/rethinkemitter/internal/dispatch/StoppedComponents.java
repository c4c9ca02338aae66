package io.github.rethinkemitter.internal.dispatch;

import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** Tells whether an observer failed because its component, or the container, had stopped before. */
final class StoppedComponents {

    private static final int DEPTH = 20; // causes may go in a circle

    // By name: each is of one server. WildFly, Open Liberty, and the API of EJB.
    private static final Set<String> OF_STOPPED_COMPONENTS =
            Set.of("ComponentIsStoppedException", "EJBStoppedException", "NoSuchEJBException");

    // Which throw an IllegalStateException, and GlassFish and Payara an EJBException without a cause, for the same.
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
            if (isOne(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOne(Throwable thrown) {
        var name = thrown.getClass().getSimpleName();
        return OF_STOPPED_COMPONENTS.contains(name)
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
