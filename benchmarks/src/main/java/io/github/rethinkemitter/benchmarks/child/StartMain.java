package io.github.rethinkemitter.benchmarks.child;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** Starts a small application, with or without the library, and prints how long the start took. */
final class StartMain {

    private StartMain() {}

    public static void main(String[] arguments) throws ClassNotFoundException {
        var thread = ManagementFactory.getThreadMXBean();
        long cpuBefore = thread.getCurrentThreadCpuTime();
        long startedAt = System.nanoTime();
        var weld = new Weld().addBeanClass(Application.class);
        if (arguments[0].equals("ours")) {
            // Loaded by name, because the class cannot be loaded without the library.
            weld.addBeanClass(Class.forName("io.github.rethinkemitter.benchmarks.child.EmitterUser"));
        }
        try (WeldContainer container = weld.initialize()) {
            container.select(Application.class).get().toString();
            long took = System.nanoTime() - startedAt;
            long cpu = thread.getCurrentThreadCpuTime() - cpuBefore;
            long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
            System.out.println("micros=" + took / 1000 + " cpuMicros=" + cpu / 1000 + " classes=" + classes);
            System.out.flush();
        }
        System.exit(0);
    }

    @ApplicationScoped
    static class Application {}
}
