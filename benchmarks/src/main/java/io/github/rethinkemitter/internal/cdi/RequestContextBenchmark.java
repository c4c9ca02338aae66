package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.TimeUnit;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the container alone does around each call of an observer: it begins and ends a request context. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestContextBenchmark {

    private WeldContainer container;
    private Instance.Handle<RequestContextController> controller;

    @Setup
    public void start() {
        container = new Weld()
                .disableDiscovery()
                .addBeanClass(RequestContextBenchmark.class)
                .initialize();
        controller = container.select(RequestContextController.class).getHandle();
    }

    @TearDown
    public void stop() {
        controller.destroy();
        container.close();
    }

    @Benchmark
    public boolean requestContext() {
        boolean ours = controller.get().activate();
        if (ours) {
            controller.get().deactivate();
        }
        return ours;
    }
}
