package io.github.rethinkemitter.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of messages has a row for each message of the library, and for nothing else. */
class MessagesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path PAGE = Path.of("docs/messages.md");

    /** An id at the begin of a text. Comments name ids without a quotation mark before them. */
    private static final Pattern IN_CODE = Pattern.compile("\"(RTH\\d{4})\\b");

    private static final String ROW = "| RTH";

    @Test
    void eachMessageOfTheCodeHasOneRowAndTheRowsAreInTheOrderOfTheIds() throws IOException {
        var ids = new TreeSet<String>();
        try (var files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                IN_CODE.matcher(Files.readString(file)).results().forEach(found -> ids.add(found.group(1)));
            }
        }

        assertThat(ids).hasSizeGreaterThan(200);
        assertThat(rows()).extracting(row -> row.get(0)).containsExactlyElementsOf(ids);
    }

    @Test
    void eachRowSaysWhereTheMessageIsWhatHappenedAndWhatToDo() throws IOException {
        assertThat(rows()).allSatisfy(row -> assertThat(row).hasSize(4).noneMatch(String::isBlank));
    }

    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith(ROW))
                .map(MessagesTest::cells)
                .toList();
    }

    // The parts before the first mark and after the last one are no cells.
    private static List<String> cells(String row) {
        var parts = Arrays.asList(row.split("\\|", -1));
        return parts.subList(1, parts.size() - 1).stream().map(String::strip).toList();
    }
}
