package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.report.Results;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures single stages with JMH: nanoseconds and bytes per event. */
public final class Micro {

    private final MeasurementPlan plan;
    private final Results results;

    public Micro(MeasurementPlan plan, Results results) {
        this.plan = plan;
        this.results = results;
    }

    public void run() throws RunnerException {
        var time = TimeValue.milliseconds(plan.quick() ? 200 : 500);
        var options = new OptionsBuilder()
                .include("io\\.github\\.rethinkemitter\\.internal\\..*Benchmark")
                .forks(plan.quick() ? 1 : 2)
                .warmupIterations(4)
                .warmupTime(time)
                .measurementIterations(plan.quick() ? 3 : 5)
                .measurementTime(time)
                .jvmArgs("-Xmx256m")
                .addProfiler(GCProfiler.class)
                .output("benchmarks/target/logs/jmh.log")
                .build();
        for (RunResult result : new Runner(options).run()) {
            String name = result.getParams().getBenchmark();
            String scope = "micro." + name.substring(name.lastIndexOf('.') + 1);
            results.add(scope, "nanos", result.getPrimaryResult().getScore());
            results.add(
                    scope,
                    "bytes",
                    result.getSecondaryResults().entrySet().stream()
                            .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                            .findFirst()
                            .orElseThrow()
                            .getValue()
                            .getScore());
        }
    }
}
