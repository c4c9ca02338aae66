package io.github.rethinkemitter.internal.health;

/** Whether the server has MicroProfile Health. */
public final class HealthApi {

    private HealthApi() {}

    /** Whether the checks can be made. MicroProfile Health before 3.1 has no checks of the start, and does not count. */
    public static boolean isPresent() {
        try {
            Class.forName("org.eclipse.microprofile.health.Startup", false, HealthApi.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
