package io.github.rethinkemitter.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;

/** The goals of the library. */
final class Marks {

    private static final String HIGHEST_RATE = "endToEnd.hard.4threads";
    private static final String LOW_RATE = "latency.hard.200perSecond";

    private static final String OURS = "ours";
    private static final String PACKED = "packed";
    private static final String FLOOR = "floor";
    private static final String ONE_FAILS = "oneFails";
    private static final String NONE_FAILS = "noneFails";

    /**
     * A bound for a figure.
     *
     * @param what the figure in words
     * @param measured the figure; empty if it was not measured
     * @param atMost whether the bound is an upper bound
     */
    record Mark(String what, OptionalDouble measured, boolean atMost, double bound) {

        boolean isReached(double value) {
            return atMost ? value <= bound : value >= bound;
        }
    }

    private final Results results;

    private Marks(Results results) {
        this.results = results;
    }

    static List<Mark> of(Results results) {
        var marks = new Marks(results);
        return List.of(
                marks.ratio("hard, 4 threads: events/s, times Node's", HIGHEST_RATE, OURS, "node")
                        .atLeast(25),
                marks.ratio("hard, 4 threads: events/s, times the floor's", HIGHEST_RATE, OURS, FLOOR)
                        .atLeast(0.9),
                marks.ratio(
                                "hard, 4 threads: subscriber's CPU per event, times the floor's",
                                HIGHEST_RATE + ".subscriberCpuMicros",
                                OURS,
                                FLOOR)
                        .atMost(1.5),
                marks.ratio("200/s: p50, times the floor's", LOW_RATE + ".p50Micros", OURS, FLOOR)
                        .atMost(1.1),
                marks.ratio("200/s: p99, times the floor's", LOW_RATE + ".p99Micros", OURS, FLOOR)
                        .atMost(1.5),
                marks.ratio(
                                "8 subscribers: delivered events/s, times the floor's",
                                HIGHEST_RATE + ".8subscribers",
                                OURS,
                                FLOOR)
                        .atLeast(0.9),
                marks.ratio(
                                "2 subscribers: delivered events/s, times the paced floor's",
                                HIGHEST_RATE + ".2subscribers",
                                OURS,
                                "pacedFloor")
                        .atLeast(0.9),
                marks.ratio("catch-up: events/s, times the floor's", "catchUp", OURS, FLOOR)
                        .atLeast(0.8),
                marks.ratio("catch-up, later half: events/s, times the floor's", "catchUp.laterHalf", OURS, FLOOR)
                        .atLeast(0.8),
                marks.figure("catch-up: peak heap growth, MiB", "catchUp.heapGrowthMiB", OURS)
                        .atMost(48),
                marks.ratio("packed, hard, 4 threads: events/s, times the floor's", HIGHEST_RATE, PACKED, FLOOR)
                        .atLeast(10),
                marks.ratio(
                                "packed, hard, 4 threads: events/s, times the packed floor's",
                                HIGHEST_RATE,
                                PACKED,
                                "packedFloor")
                        .atLeast(0.4),
                marks.ratio("packed, hard, 4 threads: events/s, times Redis's", HIGHEST_RATE, PACKED, "redis")
                        .atLeast(5),
                marks.ratio(
                                "packed, 8 subscribers: delivered events/s, times the floor's",
                                HIGHEST_RATE + ".8subscribers",
                                PACKED,
                                FLOOR)
                        .atLeast(10),
                marks.figure(
                                "packed, hard, 4 threads: publisher's CPU per event beyond JSON-B, microseconds",
                                HIGHEST_RATE + ".publisherCpuMicros.beyondJsonb",
                                PACKED)
                        .atMost(4),
                marks.figure(
                                "packed, hard, 4 threads: subscriber's CPU per event beyond JSON-B, microseconds",
                                HIGHEST_RATE + ".subscriberCpuMicros.beyondJsonb",
                                PACKED)
                        .atMost(4),
                marks.figure(
                                "packed, hard, 4 threads: publisher's allocation per event beyond JSON-B, bytes",
                                HIGHEST_RATE + ".publisherAllocatedBytes.beyondJsonb",
                                PACKED)
                        .atMost(1000),
                marks.figure(
                                "packed, hard, 4 threads: subscriber's allocation per event beyond JSON-B, bytes",
                                HIGHEST_RATE + ".subscriberAllocatedBytes.beyondJsonb",
                                PACKED)
                        .atMost(1000),
                marks.ratio("packed, 200/s: p50, times that without packing", LOW_RATE + ".p50Micros", PACKED, OURS)
                        .atMost(1.1),
                marks.figure(
                                "packed, at half of its highest rate: p99, microseconds",
                                "latency.hard.50percent.p99Micros",
                                PACKED)
                        .atMost(100_000),
                marks.figure("packed, catch-up, later half: events/s", "catchUp.laterHalf", PACKED)
                        .atLeast(350_000),
                marks.figure("packed, catch-up: peak heap growth, MiB", "catchUp.heapGrowthMiB", PACKED)
                        .atMost(48),
                marks.ratio(
                                "one of five observers fails: events/s of the others, times that without failures",
                                "failing.perSecond",
                                ONE_FAILS,
                                NONE_FAILS)
                        .atLeast(0.9),
                marks.ratio(
                                "one of five observers fails: p50 of the others, times that without failures",
                                "failing.p50Micros",
                                ONE_FAILS,
                                NONE_FAILS)
                        .atMost(1.1),
                marks.ratio(
                                "one of five observers fails: p99 of the others, times that without failures",
                                "failing.p99Micros",
                                ONE_FAILS,
                                NONE_FAILS)
                        .atMost(1.1),
                marks.figure("Weld SE start: added ms", "deployment.startMillis", "added")
                        .atMost(150),
                marks.figure("library jar: KB", "deployment.jarKB", OURS).atMost(300));
    }

    /** A figure without a bound. */
    private record Figure(String what, OptionalDouble measured) {

        Mark atLeast(double bound) {
            return new Mark(what, measured, false, bound);
        }

        Mark atMost(double bound) {
            return new Mark(what, measured, true, bound);
        }
    }

    private Figure figure(String what, String scope, String contender) {
        return new Figure(what, results.median(scope, contender));
    }

    private Figure ratio(String what, String scope, String contender, String other) {
        return new Figure(what, results.ratio(scope, contender, other));
    }
}
