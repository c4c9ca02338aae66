package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.report.Results;
import io.github.rethinkemitter.benchmarks.services.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Measures what the library adds to the start of an application on Weld SE without a database, and the size of its jar. */
public final class Deployment {

    private static final String MILLIS = "deployment.startMillis";
    private static final String CPU = "deployment.startCpuMillis";
    private static final String CLASSES = "deployment.startClasses";
    private static final String MAIN = "io.github.rethinkemitter.benchmarks.child.StartMain";

    private final MeasurementPlan plan;
    private final Results results;
    private final String[] jvmOptions;

    public Deployment(MeasurementPlan plan, Results results, String... jvmOptions) {
        this.plan = plan;
        this.results = results;
        this.jvmOptions = jvmOptions;
    }

    public void run() throws IOException, InterruptedException {
        for (int round = 0; round < plan.starts(); round++) {
            start("without", round, jar -> !isOurs(jar));
            start("idle", round, jar -> true);
            start("ours", round, jar -> true);
        }
        addDifference(MILLIS);
        addDifference(CPU);
        addDifference(CLASSES);
        String jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(Deployment::isOurs)
                .findFirst()
                .orElseThrow();
        results.add("deployment.jarKB", "ours", kilobytes(jar, false));
        results.add("deployment.jarKB", "driver and Jackson", kilobytes(jar, true));
    }

    // The packed size of the library's own classes, or of the relocated classes of others.
    private static double kilobytes(String jar, boolean ofOthers) throws IOException {
        try (var file = new ZipFile(jar)) {
            return file.stream()
                            .filter(entry -> entry.getName().contains("/internal/shaded/") == ofOthers)
                            .mapToLong(ZipEntry::getCompressedSize)
                            .sum()
                    / 1000.0;
        }
    }

    private void addDifference(String scope) {
        results.add(
                scope,
                "added",
                results.median(scope, "ours").orElseThrow()
                        - results.median(scope, "without").orElseThrow());
    }

    private static boolean isOurs(String jar) {
        return Path.of(jar).getFileName().toString().startsWith("rethink-emitter-");
    }

    private void start(String kind, int round, Predicate<String> jars) throws IOException, InterruptedException {
        String name = "start-" + kind + "-" + round;
        List<String> command = new ArrayList<>(ChildProcesses.java(name, jars, jvmOptions));
        command.addAll(List.of(MAIN, kind));
        try (Program program = new Program(name, command)) {
            ChildReport report = ChildReport.of(program.awaitLine("micros="));
            results.add(MILLIS, kind, report.get("micros") / 1000.0);
            results.add(CPU, kind, report.get("cpuMicros") / 1000.0);
            results.add(CLASSES, kind, report.get("classes"));
        }
    }
}
