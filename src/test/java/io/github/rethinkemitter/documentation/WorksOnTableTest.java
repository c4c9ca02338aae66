package io.github.rethinkemitter.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/servers.md and the line of the README agree with the recorded results of the containers' tests.
 * {@code -Dworks-on.record} records the results of the last {@code ./mvnw verify -Pcontainers} and writes both.
 */
class WorksOnTableTest {

    private static final Path PROJECTS = Path.of("integration-tests");
    private static final Path RECORDED = PROJECTS.resolve("results");
    private static final Path TABLE = Path.of("docs", "servers.md");
    private static final Path SUMMARY = Path.of("README.md");
    private static final String BEGIN = "<!-- works on: written by WorksOnTableTest -->\n";
    private static final String END = "<!-- works on: end -->\n";

    @BeforeAll
    static void recordResults() throws IOException {
        if (System.getProperty("works-on.record") == null) {
            return;
        }
        try (Stream<Path> files = Files.list(Path.of("target", "works-on"))) {
            for (Path file : files.toList()) {
                // java.util.Properties writes the date as a comment: it is left out.
                var lines = Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#"))
                        .sorted(Comparator.naturalOrder())
                        .toList();
                Files.write(RECORDED.resolve(file.getFileName()), lines);
            }
        }
        write(TABLE, WorksOnTable.of(ContainerResult.in(RECORDED)));
        write(SUMMARY, WorksOnTable.summary(ContainerResult.in(RECORDED)));
    }

    private static void write(Path page, String results) throws IOException {
        var text = Files.readString(page);
        Files.writeString(
                page,
                text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + results + text.substring(text.indexOf(END)));
    }

    @Test
    void bothAgreeWithTheRecordedResults() throws IOException {
        assertThat(Files.readString(TABLE)).contains(BEGIN + WorksOnTable.of(ContainerResult.in(RECORDED)) + END);
        assertThat(Files.readString(SUMMARY))
                .contains(BEGIN + WorksOnTable.summary(ContainerResult.in(RECORDED)) + END);
    }

    @Test
    void everyContainerHasResultsOfBothJdksUnlessItSelectsJdks() throws IOException {
        var runs = ContainerResult.in(RECORDED).stream()
                .collect(Collectors.groupingBy(ContainerResult::project, Collectors.counting()));

        assertThat(runs.keySet()).isEqualTo(Set.copyOf(projects()));
        assertThat(runs).allSatisfy((project, count) -> assertThat(count).isEqualTo(selectsJdks(project) ? 1 : 2));
    }

    private static boolean selectsJdks(String project) {
        return Files.exists(PROJECTS.resolve(project).resolve("selector.groovy"));
    }

    private static List<String> projects() throws IOException {
        try (Stream<Path> all = Files.list(PROJECTS)) {
            return all.filter(project -> Files.exists(project.resolve("pom.xml")))
                    .filter(project -> Files.exists(project.resolve("server.properties"))
                            || project.getFileName().toString().contains("-se"))
                    .map(project -> project.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void aFailureOnOneJdkIsShownAlthoughTheTestPassedOnAnother() {
        var old = new ContainerResult(
                "tomcat", Map.of("jdk", "17.0.1", "test.whatOneServerTriggersTheObserversOfBothGet", "passed"));
        var young = new ContainerResult(
                "tomcat", Map.of("jdk", "25.0.1", "test.whatOneServerTriggersTheObserversOfBothGet", "failed"));

        var table = WorksOnTable.of(List.of(old, young)).lines().collect(Collectors.toList());

        assertThat(table)
                .hasSize(3)
                .last()
                .asString()
                .contains("17.0.1, 25.0.1")
                .contains("FAILED");
    }
}
