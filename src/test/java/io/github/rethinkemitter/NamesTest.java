package io.github.rethinkemitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamesTest {

    private static final Path MAIN_SOURCES = Path.of("src", "main", "java");

    // Every package may have one of these.
    private static final Set<String> IN_MANY_PACKAGES = Set.of("Log.java", "package-info.java");

    @Test
    void noTwoClassesOfTheLibraryHaveTheSameSimpleName() throws IOException {
        try (var files = Files.walk(MAIN_SOURCES)) {
            var filesByName = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            !IN_MANY_PACKAGES.contains(file.getFileName().toString()))
                    .collect(Collectors.groupingBy(Path::getFileName));

            assertThat(filesByName).isNotEmpty();
            assertThat(filesByName.values())
                    .filteredOn(sameName -> sameName.size() > 1)
                    .isEmpty();
        }
    }
}
