package io.github.rethinkemitter.benchmarks.report;

import io.github.rethinkemitter.benchmarks.report.Marks.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Writes the results as JSON and as tables. */
public final class ReportWriter {

    private static final Path JSON = Path.of("benchmarks/target/results.json");
    private static final Path TABLES = Path.of("benchmarks/target/results.md");
    private static final List<String> COLUMNS = List.of(
            "ours",
            "packed",
            "silent",
            "traced",
            "floor",
            "pacedFloor",
            "packedFloor",
            "ours-to-floor",
            "floor-to-ours",
            "packed-to-packedFloor",
            "packedFloor-to-ours",
            "driver",
            "node",
            "redis",
            "redisPipelined",
            "postgres",
            "noneFails",
            "oneFails",
            "bytes",
            "nanos",
            "without",
            "idle",
            "added");

    private ReportWriter() {}

    public static void write(Results results, String title) throws IOException {
        String json = results.flat().entrySet().stream()
                .map(entry -> "  \"" + entry.getKey() + "\": " + number(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
        Files.writeString(JSON, json);
        var text = new StringBuilder("# ").append(title).append("\n\n");
        results.remarks().forEach(remark -> text.append("- ").append(remark).append('\n'));
        marks(Marks.of(results), text);
        results.scopes().stream()
                .map(scope -> scope.substring(0, scope.indexOf('.') < 0 ? scope.length() : scope.indexOf('.')))
                .distinct()
                .forEach(section -> table(results, section, text));
        Files.writeString(TABLES, text);
        System.out.println(text);
    }

    private static void marks(List<Mark> marks, StringBuilder text) {
        text.append("\n## Marks\n\n| mark | bound | measured | |\n| --- | --- | --- | --- |\n");
        for (Mark mark : marks) {
            mark.measured()
                    .ifPresent(value -> row(
                            List.of(
                                    mark.what(),
                                    (mark.atMost() ? "≤ " : "≥ ") + number(mark.bound()),
                                    number(value),
                                    mark.isReached(value) ? "ok" : "missed"),
                            text));
        }
        String others = marks.stream()
                .filter(mark -> mark.measured().isEmpty())
                .map(Mark::what)
                .collect(Collectors.joining("; "));
        if (!others.isEmpty()) {
            text.append("\nNot measured: ").append(others).append(".\n");
        }
    }

    private static void table(Results results, String section, StringBuilder text) {
        List<String> scopes = results.scopes().stream()
                .filter(scope -> scope.equals(section) || scope.startsWith(section + "."))
                .toList();
        List<String> columns = COLUMNS.stream()
                .filter(column -> scopes.stream()
                        .anyMatch(scope -> results.median(scope, column).isPresent()))
                .toList();
        List<Ratio> ratios = Ratio.ALL.stream()
                .filter(ratio -> scopes.stream()
                        .anyMatch(scope -> ratio.in(results, scope).isPresent()))
                .toList();
        text.append("\n## ").append(section).append("\n\n");
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(columns);
        ratios.forEach(ratio -> head.add(ratio.words()));
        row(head, text);
        row(head.stream().map(name -> "---").toList(), text);
        for (String scope : scopes) {
            List<String> cells = new ArrayList<>(List.of(scope));
            columns.forEach(column -> cells.add(cell(results.median(scope, column))));
            ratios.forEach(ratio -> cells.add(cell(ratio.in(results, scope))));
            row(cells, text);
        }
    }

    private static void row(List<String> cells, StringBuilder text) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return Math.abs(value) >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
