package io.github.rethinkemitter.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of metrics in docs/operations.md. */
class MetricsTableTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `((rethink\\.emitter|messaging)\\.[a-z_.]+)` \\|.*\\|(.*)\\|$");

    @Test
    void itHasEachMetricWithItsAttributes() throws IOException {
        var page = Files.readString(Path.of("docs", "operations.md"));

        assertThat(ROW.matcher(page.substring(page.indexOf("\n## Traces and metrics\n")))
                        .results()
                        .map(MetricsTableTest::row))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Arrays.stream(Metric.values())
                                        .map(one -> row(one.label, one.isOfObserver(), one.hasErrorType())),
                                Arrays.stream(Gauge.values()).map(one -> row(one.label, one.of.each(), false)))
                        .toList());
    }

    private static String row(MatchResult match) {
        return row(
                match.group(1),
                match.group(3).contains("`rethink.emitter.observer`"),
                match.group(3).contains("`error.type`"));
    }

    private static String row(String label, boolean ofObserver, boolean hasErrorType) {
        return label + (ofObserver ? " by observer" : "") + (hasErrorType ? " by error" : "");
    }
}
