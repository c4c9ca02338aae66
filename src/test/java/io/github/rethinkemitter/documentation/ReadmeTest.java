package io.github.rethinkemitter.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code, the versions and the links of the README are right. */
class ReadmeTest {

    private static final Path SOURCES = Path.of("src/test/java/io/github/rethinkemitter/documentation/shop");
    private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern DEPENDENCY =
            Pattern.compile("<artifactId>(weld-se-core|yasson|parsson)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    @Test
    void itsCodeIsCopiedFromFilesThatTheBuildCompiles() throws IOException {
        List<String> compiled;
        try (var files = Files.list(SOURCES)) {
            compiled = files.map(file -> text(file)).map(ReadmeTest::inOneLine).toList();
        }

        var shown = JAVA.matcher(readme())
                .results()
                .map(block -> inOneLine(block.group(1)))
                .toList();

        assertThat(shown)
                .hasSizeGreaterThan(5)
                .allSatisfy(block ->
                        assertThat(compiled).anySatisfy(file -> assertThat(file).contains(block)));
    }

    @Test
    void itsVersionsAreTheVersionsOfTheBuild() {
        var pom = text(Path.of("pom.xml"));

        var versions = DEPENDENCY.matcher(readme()).results().toList();

        assertThat(versions)
                .hasSize(3)
                .allSatisfy(shown -> assertThat(pom)
                        .contains("<" + shown.group(1).replace("-se-core", "") + ".version>" + shown.group(2) + "<"));
    }

    @Test
    void itsLinksLeadToFilesThatExist() {
        assertThat(LINK.matcher(readme()).results().map(link -> Path.of(link.group(1))))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).exists());
    }

    private static String readme() {
        return text(Path.of("README.md"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String inOneLine(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
