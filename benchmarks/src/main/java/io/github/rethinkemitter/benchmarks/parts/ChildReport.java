package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.services.Program;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The figures that a child process reports. A figure that it does not report is 0. */
record ChildReport(Map<String, Long> numbers) {

    static ChildReport of(String line) {
        Map<String, Long> numbers = new HashMap<>();
        for (String word : line.split(" ")) {
            int equals = word.indexOf('=');
            numbers.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
        }
        return new ChildReport(numbers);
    }

    /** Asks a child for its report until it has received this many events in total, but only this many times. */
    static ChildReport awaitTotal(Program child, long total, long pollMillis, int polls)
            throws IOException, InterruptedException {
        ChildReport report = of(child.ask("report"));
        for (int i = 0; i < polls && report.get("total") < total; i++) {
            Thread.sleep(pollMillis); // each report costs processor time that is being measured
            report = of(child.ask("report"));
        }
        return report;
    }

    long get(String name) {
        return numbers.getOrDefault(name, 0L);
    }

    double perSecond() {
        return get("events") * 1e9 / get("nanos");
    }
}
