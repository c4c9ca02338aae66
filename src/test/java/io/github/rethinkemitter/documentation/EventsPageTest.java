package io.github.rethinkemitter.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.LifecycleEvent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of lifecycle events has a row for each kind of them: {@code | `Name` | `component`, … | when | what to do |}. */
class EventsPageTest {

    private static final Path PAGE = Path.of("docs/events.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| (`\\w+`(?:, `\\w+`)*) \\| [^|]*\\w[^|]* \\| [^|]*\\w[^|]* \\|$");

    @Test
    void eachKindOfLifecycleEventHasARowWithAllThatItCarries() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(row ->
                        assertThat(documented.put(row.group(1), row.group(2))).isNull());

        assertThat(documented)
                .containsExactlyEntriesOf(new TreeMap<>(Arrays.stream(LifecycleEvent.class.getPermittedSubclasses())
                        .collect(Collectors.toMap(Class::getSimpleName, EventsPageTest::components))));
    }

    private static String components(Class<?> kind) {
        return Arrays.stream(kind.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    }
}
