package io.github.rethinkemitter.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;

/** The goals of the library. */
final class Marks {

    /**
     * A bound for a figure.
     *
     * @param what the figure in words
     * @param measured the figure; empty if it was not measured
     * @param atMost whether the bound is an upper bound
     */
    record Mark(String what, OptionalDouble measured, boolean atMost, double bound) {

        String verdict() {
            if (measured.isEmpty()) {
                return "not measured";
            }
            double value = measured.getAsDouble();
            return (atMost ? value <= bound : value >= bound) ? "ok" : "missed";
        }
    }

    private Marks() {}

    static List<Mark> of(Results results) {
        String highestRate = "endToEnd.hard.4threads";
        String lowRate = "latency.hard.200perSecond";
        return List.of(
                atLeast("hard, 4 threads: events/s, times Node's", results.ratio(highestRate, "node"), 25),
                atLeast("hard, 4 threads: events/s, times the floor's", results.ratio(highestRate, "floor"), 0.9),
                atMost(
                        "hard, 4 threads: subscriber's CPU per event, times the floor's",
                        results.ratio(highestRate + ".subscriberCpuMicros", "floor"),
                        1.5),
                atMost("200/s: p50, times the floor's", results.ratio(lowRate + ".p50Micros", "floor"), 1.1),
                atMost("200/s: p99, times the floor's", results.ratio(lowRate + ".p99Micros", "floor"), 1.5),
                atLeast("catch-up: events/s, times the floor's", results.ratio("catchUp", "floor"), 0.8),
                atMost("catch-up: peak heap growth, MiB", results.median("catchUp.heapGrowthMiB", "ours"), 48),
                atLeast(
                        "8 subscribers: delivered events/s, times the floor's",
                        results.ratio(highestRate + ".8subscribers", "floor"),
                        0.9),
                atMost("Weld SE start: added ms", results.median("deployment.startMillis", "added"), 150),
                atMost("library jar: KB", results.median("deployment.jarKB", "ours"), 300));
    }

    private static Mark atLeast(String what, OptionalDouble measured, double bound) {
        return new Mark(what, measured, false, bound);
    }

    private static Mark atMost(String what, OptionalDouble measured, double bound) {
        return new Mark(what, measured, true, bound);
    }
}
