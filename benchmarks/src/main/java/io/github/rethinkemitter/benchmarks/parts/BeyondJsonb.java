package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.report.Results;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What an event costs the library beyond JSON-B's own work, which an application pays with any library: figures of this run minus
 * {@code micro.jsonbWrite} or {@code micro.jsonbRead}.
 */
public final class BeyondJsonb {

    private static final String JSONB_WRITE = "micro.jsonbWrite";
    private static final String JSONB_READ = "micro.jsonbRead";
    private static final String END_TO_END = "endToEnd.hard.4threads.";
    private static final String NANOS = "nanos";
    private static final String BYTES = "bytes";
    private static final String SUFFIX = ".beyondJsonb";

    private final Results results;

    private BeyondJsonb(Results results) {
        this.results = results;
    }

    /** Adds the figures for which all others were measured. */
    public static void addTo(Results results) {
        var beyond = new BeyondJsonb(results);
        for (String unit : List.of(NANOS, BYTES)) {
            beyond.addStages("micro.publisher", unit, JSONB_WRITE, List.of("encode", "id", "query"));
            beyond.addStages("micro.packedPublisher", unit, JSONB_WRITE, List.of("encode", "packedQuery"));
            beyond.addStages("micro.subscriber", unit, JSONB_READ, List.of("read", "order", "dispatch"));
            beyond.addStages("micro.packedSubscriber", unit, JSONB_READ, List.of("packedRead", "order", "dispatch"));
        }
        for (String contender : List.of("ours", "packed")) {
            beyond.addProcess("publisher", contender, JSONB_WRITE);
            beyond.addProcess("subscriber", contender, JSONB_READ);
        }
    }

    private void addStages(String scope, String unit, String jsonb, List<String> stages) {
        double sum = 0;
        for (String stage : stages) {
            OptionalDouble cost = results.median("micro." + stage, unit);
            if (cost.isEmpty()) {
                return;
            }
            sum += cost.getAsDouble();
        }
        add(scope, unit, sum, results.median(jsonb, unit), 1);
    }

    private void addProcess(String role, String contender, String jsonb) {
        String cpu = END_TO_END + role + "CpuMicros";
        results.median(cpu, contender)
                .ifPresent(micros -> add(cpu, contender, micros, results.median(jsonb, NANOS), 1e-3));
        String allocated = END_TO_END + role + "AllocatedBytes";
        results.median(allocated, contender)
                .ifPresent(bytes -> add(allocated, contender, bytes, results.median(jsonb, BYTES), 1));
    }

    private void add(String scope, String name, double whole, OptionalDouble jsonb, double factor) {
        if (jsonb.isPresent()) {
            results.add(scope + SUFFIX, name, whole - jsonb.getAsDouble() * factor);
        }
    }
}
