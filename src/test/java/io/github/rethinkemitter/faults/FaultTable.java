package io.github.rethinkemitter.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rethinkemitter.support.client.TestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of the runs of a test class: written to a file as JSON, and printed as a table at the end. Thread-safe. */
final class FaultTable implements AutoCloseable {

    private final Path file;
    private final List<FaultRow> rows = new ArrayList<>();

    FaultTable(Path file) {
        this.file = file;
    }

    // The file is complete after each row, because the next fault may end the JVM.
    synchronized void add(FaultRow row) {
        rows.add(row);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, TestJson.of(rows).toPrettyString() + "\n", UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized String text() {
        var text = new StringBuilder(line(
                "fault",
                "server",
                "triggered",
                "acknowledged",
                "packed",
                "lost",
                "twice",
                "displaced",
                "parked",
                "s to whole"));
        for (FaultRow row : rows) {
            text.append(line(
                    row.fault(),
                    row.server(),
                    row.triggered(),
                    row.acknowledged(),
                    row.packed(),
                    row.lost(),
                    row.twice(),
                    row.displaced(),
                    row.parked(),
                    String.format(Locale.ROOT, "%.1f", row.wholeAgainSeconds())));
        }
        long backoff = RunDatabase.longestBackoff().toMillis();
        text.append("Applications tried again after 100 ms, and twice as long each time up to " + backoff + " ms.\n");
        if (!SuiteSize.hasRealServers()) {
            text.append("Only the embedded server had faults. With -Dfaults=all real servers have them, too.\n");
        }
        return text.toString();
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-55s %-8s %9s %12s %7s %5s %5s %9s %6s %10s%n", cells);
    }

    /** Prints the table. */
    @Override
    public void close() {
        System.out.print(text());
    }
}
