package io.github.rethinkemitter.documentation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What docs/servers.md and the README say about containers, from their results on all JDKs. */
final class WorksOnTable {

    private static final String OF_APPLICATION = " of the application";

    private static final Map<String, Function<List<ContainerResult>, String>> COLUMNS = columns();

    private WorksOnTable() {}

    /** A row for each container. */
    static String of(List<ContainerResult> results) {
        var rows = results.stream()
                .collect(Collectors.groupingBy(ContainerResult::project, TreeMap::new, Collectors.toList()));
        return line(COLUMNS.keySet())
                + line(COLUMNS.keySet().stream().map(title -> "---").toList())
                + rows.values().stream()
                        .map(row -> line(COLUMNS.values().stream()
                                .map(column -> column.apply(row))
                                .toList()))
                        .collect(Collectors.joining());
    }

    /** Their names, and the releases of Java. */
    static String summary(List<ContainerResult> results) {
        var names = results.stream()
                .collect(Collectors.groupingBy(
                        WorksOnTable::name,
                        TreeMap::new,
                        Collectors.mapping(WorksOnTable::release, Collectors.toSet())));
        return names.entrySet().stream()
                        .map(name -> name.getKey() + " (Java "
                                + name.getValue().stream().sorted().collect(Collectors.joining(" and ")) + ")")
                        .collect(Collectors.joining(" · "))
                + "\n";
    }

    private static String release(ContainerResult result) {
        return result.fact("jdk").replaceAll("\\D.*", "");
    }

    private static Map<String, Function<List<ContainerResult>, String>> columns() {
        var columns = new LinkedHashMap<String, Function<List<ContainerResult>, String>>();
        columns.put("Container", row -> first(row, result -> name(result)));
        columns.put("CDI", row -> first(row, result -> jar(result.fact("cdi.implementation"))));
        columns.put(
                "Extension",
                row -> first(
                        row,
                        result -> result.fact("extension")
                                .replace("_EXTENSION", "")
                                .replace('_', ' ')
                                .toLowerCase(Locale.ROOT)));
        columns.put("JSON-B", row -> first(row, result -> jar(result.fact("jsonb"))));
        columns.put("JDK", row -> each(row, result -> result.fact("jdk").replaceAll("\\+.*", "")));
        columns.put("Two servers", row -> summary(row, "whatOneServerTriggersTheObserversOfBothGet", "yes"));
        columns.put("EAR with two wars", row -> summary(row, "eachWarGetsWhatAnyTriggersInItsOwnClasses", "yes"));
        columns.put("Redeployed", row -> {
            var summaries = List.of(
                    summary(row, "fiveRedeploymentsLeaveNoThreadSocketOrClassLoader", "5 times"),
                    summary(row, "fiveRestartsLeaveNoThreadSocketOrClassLoader", "5 times"),
                    summary(row, "aReloadInDevModeLeavesOneSubscription", "3 times, in dev mode"));
            return String.join("", summaries);
        });
        return columns;
    }

    private static String name(ContainerResult result) {
        return result.fact("name").isEmpty() ? result.project() : result.fact("name") + " " + result.fact("version");
    }

    private static String summary(List<ContainerResult> row, String test, String passed) {
        var outcomes = row.stream().map(result -> result.test(test)).collect(Collectors.toSet());
        return outcomes.contains("failed") ? "FAILED" : outcomes.contains("passed") ? passed : "";
    }

    private static String first(List<ContainerResult> row, Function<ContainerResult, String> cell) {
        return cell.apply(row.get(0));
    }

    private static String each(List<ContainerResult> row, Function<ContainerResult, String> cell) {
        return row.stream().map(cell).distinct().collect(Collectors.joining(", "));
    }

    private static String jar(String fact) {
        return fact.replace(OF_APPLICATION, "").replaceAll("\\.jar$", "");
    }

    private static String line(Iterable<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
