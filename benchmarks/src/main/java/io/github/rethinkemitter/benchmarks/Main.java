package io.github.rethinkemitter.benchmarks;

import io.github.rethinkemitter.benchmarks.parts.BeyondJsonb;
import io.github.rethinkemitter.benchmarks.parts.CatchUpMeasurement;
import io.github.rethinkemitter.benchmarks.parts.Deployment;
import io.github.rethinkemitter.benchmarks.parts.EndToEnd;
import io.github.rethinkemitter.benchmarks.parts.FailingObserver;
import io.github.rethinkemitter.benchmarks.parts.MeasurementPlan;
import io.github.rethinkemitter.benchmarks.parts.Micro;
import io.github.rethinkemitter.benchmarks.parts.Participants;
import io.github.rethinkemitter.benchmarks.report.ReportWriter;
import io.github.rethinkemitter.benchmarks.report.Results;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Measures all contenders in one run, and writes {@code target/results.json} and {@code target/results.md}. */
final class Main {

    private static final List<String> PARTS =
            List.of("endToEnd", "latency", "catchUp", "failing", "micro", "deployment");

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        MeasurementPlan wholePlan = all.contains("--quick") ? MeasurementPlan.QUICK : MeasurementPlan.FULL;
        MeasurementPlan plan = option(all, "--cells=")
                .map(count -> wholePlan.cells(Integer.parseInt(count)))
                .orElse(wholePlan);
        var results = new Results();
        results.remark(Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version()
                + ", benchmarks/run " + String.join(" ", arguments));
        Set<String> parts = namesIn(all, "--only=", PARTS);
        if (parts.contains("endToEnd") || parts.contains("catchUp")) {
            measureOnServers(all, parts, plan, results);
        }
        if (parts.contains("failing")) {
            try (var participants = new Participants(new LinkedHashSet<>(FailingObserver.CONTENDERS), results)) {
                new FailingObserver(participants, plan, results, jvmOptions(all)).run();
            }
        }
        if (parts.contains("deployment")) {
            new Deployment(plan, results, jvmOptions(all)).run();
        }
        if (parts.contains("micro")) {
            new Micro(plan, results).run();
        }
        BeyondJsonb.addTo(results);
        ReportWriter.write(results, "Benchmarks of Rethink Emitter");
    }

    private static void measureOnServers(
            List<String> arguments, Set<String> parts, MeasurementPlan plan, Results results) throws Exception {
        try (var participants = new Participants(namesIn(arguments, "--contenders=", List.of()), results)) {
            if (parts.contains("endToEnd")) {
                new EndToEnd(participants, plan, results, jvmOptions(arguments)).run(parts.contains("latency"));
            }
            if (parts.contains("catchUp")) {
                new CatchUpMeasurement(participants, plan, results, jvmOptions(arguments)).run();
            }
        }
    }

    private static Set<String> namesIn(List<String> arguments, String option, List<String> defaults) {
        return option(arguments, option)
                .map(values -> Arrays.asList(values.split(",")))
                .<Set<String>>map(LinkedHashSet::new)
                .orElse(Set.copyOf(defaults));
    }

    private static Optional<String> option(List<String> arguments, String name) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(name))
                .map(argument -> argument.substring(name.length()))
                .findFirst();
    }

    // With these options a JVM writes its profile when it ends.
    private static String[] jvmOptions(List<String> arguments) {
        return arguments.contains("--profile")
                ? new String[] {
                    "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=benchmarks/target/logs/{name}.jfr"
                }
                : new String[0];
    }
}
