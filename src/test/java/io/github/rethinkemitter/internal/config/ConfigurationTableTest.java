package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of docs/options.md: {@code | `option` | default | meaning |}. */
class ConfigurationTableTest {

    private static final Pattern ROW = Pattern.compile("\\| `([a-z][a-z.-]*)` \\| (?:`([^`]+)`)? *\\|.*");

    @Test
    void itListsEveryOptionWithItsDefault() throws IOException {
        List<String> documented;
        try (var lines = Files.lines(Path.of("docs", "options.md"))) {
            documented = lines.map(ROW::matcher)
                    .filter(row -> row.matches())
                    .map(row -> row.group(1) + "=" + (row.group(2) == null ? "" : row.group(2)))
                    .toList();
        }

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(Option.values())
                        .map(option -> option.key() + "=" + option.preset())
                        .toList());
    }
}
