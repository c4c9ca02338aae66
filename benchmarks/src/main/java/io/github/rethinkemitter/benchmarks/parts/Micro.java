package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.report.Results;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Single stages under JMH: nanoseconds and bytes for each event. */
public final class Micro {

    private final MeasurementPlan size;
    private final Results results;

    public Micro(MeasurementPlan size, Results results) {
        this.size = size;
        this.results = results;
    }

    public void run() throws RunnerException {
        var time = TimeValue.milliseconds(size.quick() ? 100 : 500);
        var options = new OptionsBuilder()
                .include("io\\.github\\.rethinkemitter\\.internal\\..*Benchmark")
                .forks(size.quick() ? 1 : 2)
                .warmupIterations(size.quick() ? 2 : 4)
                .warmupTime(time)
                .measurementIterations(size.quick() ? 3 : 5)
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
