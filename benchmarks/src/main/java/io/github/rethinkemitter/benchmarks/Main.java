package io.github.rethinkemitter.benchmarks;

import io.github.rethinkemitter.benchmarks.parts.CatchUp;
import io.github.rethinkemitter.benchmarks.parts.Deployment;
import io.github.rethinkemitter.benchmarks.parts.EndToEnd;
import io.github.rethinkemitter.benchmarks.parts.Micro;
import io.github.rethinkemitter.benchmarks.parts.MeasurementPlan;
import io.github.rethinkemitter.benchmarks.parts.Participants;
import io.github.rethinkemitter.benchmarks.report.Results;
import io.github.rethinkemitter.benchmarks.report.ReportWriter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Measures everything side by side, and writes {@code target/results.json} and {@code target/results.md}. */
final class Main {

    private static final List<String> PARTS = List.of("endToEnd", "latency", "catchUp", "micro", "deployment");

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        MeasurementPlan whole = all.contains("--quick") ? MeasurementPlan.QUICK : MeasurementPlan.FULL;
        MeasurementPlan size = option(all, "--cells=")
                .map(count -> whole.cells(Integer.parseInt(count)))
                .orElse(whole);
        var results = new Results();
        results.remark(Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version()
                + ", benchmarks/run " + String.join(" ", arguments));
        Set<String> parts = listed(all, "--only=", PARTS);
        if (parts.contains("endToEnd") || parts.contains("catchUp")) {
            onServers(all, parts, size, results);
        }
        if (parts.contains("deployment")) {
            new Deployment(size, results, options(all)).run();
        }
        if (parts.contains("micro")) {
            new Micro(size, results).run();
        }
        ReportWriter.write(results, "Benchmarks of Rethink Emitter");
    }

    private static void onServers(List<String> arguments, Set<String> parts, MeasurementPlan size, Results results)
            throws Exception {
        try (var surroundings = new Participants(listed(arguments, "--contenders=", List.of()), results)) {
            if (parts.contains("endToEnd")) {
                new EndToEnd(surroundings, size, results, options(arguments)).run(parts.contains("latency"));
            }
            if (parts.contains("catchUp")) {
                new CatchUp(surroundings, size, results, options(arguments)).run();
            }
        }
    }

    private static Set<String> listed(List<String> arguments, String option, List<String> otherwise) {
        return option(arguments, option)
                .map(values -> Arrays.asList(values.split(",")))
                .<Set<String>>map(LinkedHashSet::new)
                .orElse(Set.copyOf(otherwise));
    }

    private static Optional<String> option(List<String> arguments, String name) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(name))
                .map(argument -> argument.substring(name.length()))
                .findFirst();
    }

    // A profile of each JVM, written when it ends.
    private static String[] options(List<String> arguments) {
        return arguments.contains("--profile")
                ? new String[] {
                    "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=benchmarks/target/logs/{name}.jfr"
                }
                : new String[0];
    }
}
