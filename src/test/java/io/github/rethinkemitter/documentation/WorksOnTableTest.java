package io.github.rethinkemitter.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * The table of the README agrees with the recorded results of the containers' tests. {@code -Dworks-on.record} records the
 * results of the last {@code ./mvnw verify -Pcontainers} and writes the table.
 */
class WorksOnTableTest {

    private static final Path PROJECTS = Path.of("integration-tests");
    private static final Path RECORDED = PROJECTS.resolve("results");
    private static final Path README = Path.of("README.md");
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
        var readme = readme();
        Files.writeString(
                README,
                readme.substring(0, readme.indexOf(BEGIN) + BEGIN.length())
                        + WorksOnTable.of(ContainerResult.in(RECORDED))
                        + readme.substring(readme.indexOf(END)));
    }

    @Test
    void theReadmeAgreesWithTheRecordedResults() throws IOException {
        assertThat(readme()).contains(BEGIN + WorksOnTable.of(ContainerResult.in(RECORDED)) + END);
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

    private static String readme() throws IOException {
        return Files.readString(README, StandardCharsets.UTF_8);
    }
}
