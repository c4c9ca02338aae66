package io.github.rethinkemitter.internal.dispatch;

import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/** Tells whether an observer failed because its component, or the container, had stopped before. */
final class StoppedComponents {

    private static final int DEPTH = 20; // causes may form a circle

    // By name, since no server has all of them: of WildFly, and of Open Liberty.
    private static final Set<String> SAY_SO =
            Set.of("ComponentIsStoppedException", "EJBComponentUnavailableException", "EJBStoppedException");

    private static final String OF_GLASSFISH = "Attempt to invoke when container is in ";

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

    /**
     * Whether that is so when the application stops. Some of these exceptions can mean something else in an application that
     * runs.
     */
    static boolean isIn(Throwable thrown) {
        return isAnyOf(thrown, StoppedComponents::isByStoppedComponent);
    }

    /** Whether the exception says so, whatever the application does. Servers stop EJBs before the application begins to stop. */
    static boolean isSaidBy(Throwable thrown) {
        return isAnyOf(thrown, StoppedComponents::saysSo);
    }

    private static boolean isAnyOf(Throwable thrown, Predicate<Throwable> wanted) {
        var cause = thrown;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (wanted.test(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isByStoppedComponent(Throwable thrown) {
        return saysSo(thrown)
                || thrown.getClass().getSimpleName().equals("NoSuchEJBException")
                || thrown instanceof RejectedExecutionException
                || ((thrown instanceof IllegalStateException || isBareEjbException(thrown)) && isByContainer(thrown));
    }

    private static boolean saysSo(Throwable thrown) {
        return SAY_SO.contains(thrown.getClass().getSimpleName())
                || (isBareEjbException(thrown)
                        && String.valueOf(thrown.getMessage()).startsWith(OF_GLASSFISH));
    }

    private static boolean isBareEjbException(Throwable thrown) {
        return thrown.getClass().getName().equals("jakarta.ejb.EJBException") && thrown.getCause() == null;
    }

    private static boolean isByContainer(Throwable thrown) {
        var trace = thrown.getStackTrace();
        return trace.length > 0 && CONTAINERS.stream().anyMatch(trace[0].getClassName()::startsWith);
    }
}
