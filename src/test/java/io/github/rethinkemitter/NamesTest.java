package io.github.rethinkemitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Type names of the library. */
class NamesTest {

    private static final Path MAIN_SOURCES = Path.of("src", "main", "java");
    private static final Path ALL_SOURCES = Path.of("src");

    // Every package may have one of these.
    private static final Set<String> IN_MANY_PACKAGES = Set.of("Log.java", "package-info.java");

    // Former names, from which nobody could guess what the type does.
    private static final Set<String> RETIRED = Set.of(
            "AllArchives",
            "Beginnings",
            "Crew",
            "Drops",
            "Duty",
            "Flight",
            "Landing",
            "Outbox",
            "Parcel",
            "Recurring",
            "Sieve",
            "Standing",
            "Surroundings",
            "Twins",
            "Underway");

    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|interface|enum|record) (\\w+)");

    @Test
    void noTwoClassesOfTheLibraryHaveTheSameSimpleName() throws IOException {
        var filesByName = sources(MAIN_SOURCES).stream()
                .filter(file -> !IN_MANY_PACKAGES.contains(file.getFileName().toString()))
                .collect(Collectors.groupingBy(Path::getFileName));

        assertThat(filesByName).isNotEmpty();
        assertThat(filesByName.values()).filteredOn(files -> files.size() > 1).isEmpty();
    }

    @Test
    void noTypeHasARetiredName() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources(ALL_SOURCES)) {
            DECLARATION
                    .matcher(Files.readString(file, StandardCharsets.UTF_8))
                    .results()
                    .map(declaration -> declaration.group(1))
                    .filter(RETIRED::contains)
                    .forEach(name -> found.add(name + " in " + file));
        }

        assertThat(found).isEmpty();
    }

    private static List<Path> sources(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
