package io.github.rethinkemitter.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The links, the versions and the names of tests in the README and in docs/ are right. */
class PagesTest {

    private static final Pattern DEPENDENCY =
            Pattern.compile("<artifactId>(weld-se-core|yasson|parsson)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))`");
    private static final int MOST_LINES = 250;

    @ParameterizedTest
    @MethodSource("io.github.rethinkemitter.documentation.MarkdownPage#all")
    void itsLinksLeadToFilesAndHeadingsThatExist(MarkdownPage page) {
        assertThat(page.links())
                .allSatisfy(
                        link -> assertThat(page.leadsSomewhere(link)).as(link).isTrue());
    }

    @Test
    void theReadmeLeadsToEveryPage() {
        var readme = MarkdownPage.read(Path.of("README.md"));

        assertThat(readme.links().stream().map(link -> link.replaceAll("#.*", "")))
                .containsAll(MarkdownPage.all().stream()
                        .map(page -> page.file().toString().replace('\\', '/'))
                        .filter(file -> !file.equals("README.md"))
                        .toList());
    }

    @Test
    void theReadmeIsShort() {
        assertThat(MarkdownPage.read(Path.of("README.md")).text().lines().count())
                .isLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void theVersionsOfLibrariesAreThoseOfTheBuild() {
        var pom = MarkdownPage.read(Path.of("pom.xml")).text();

        var versions = DEPENDENCY
                .matcher(MarkdownPage.read(Path.of("docs", "servers.md")).text())
                .results()
                .toList();

        assertThat(versions)
                .hasSize(3)
                .allSatisfy(shown -> assertThat(pom)
                        .contains("<" + shown.group(1).replace("-se-core", "") + ".version>" + shown.group(2) + "<"));
    }

    @ParameterizedTest
    @MethodSource("io.github.rethinkemitter.documentation.MarkdownPage#all")
    void theTestsThatItNamesExist(MarkdownPage page) throws IOException {
        try (var files = Files.walk(Path.of("src", "test", "java"))) {
            var tests = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());

            assertThat(TEST.matcher(page.text()).results().map(name -> name.group(1)))
                    .isSubsetOf(tests);
        }
    }

    @Test
    void everyGuaranteeNamesItsTests() {
        var text = MarkdownPage.read(Path.of("docs", "guarantees.md")).text();
        var guarantees = text.substring(text.indexOf("\n- **"), text.indexOf("\n## Conditions"));

        assertThat(guarantees.split("\n- (?=\\*\\*)"))
                .hasSizeGreaterThan(8)
                .filteredOn(item -> !item.isBlank())
                .allSatisfy(item -> assertThat(item).containsPattern(TEST));
    }
}
