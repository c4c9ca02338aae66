package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.json.JsonString;
import io.github.rethinkemitter.internal.rethink.wire.FrameText;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which text in {@code raw} counts as the arguments of its document. */
class RawArgumentsTest {

    private static final String TS =
            "\"ts\":{\"$reql_type$\":\"TIME\",\"epoch_time\":1795478331.391,\"timezone\":\"+00:00\"}";
    private static final String OURS = "\"src\":\"me\",\"seq\":7,\"v\":1,";

    private final RowReader rows = new FeedRows(new FeedAudit(Duration.ofSeconds(10)));

    @Test
    void rawIsPreferredToArgs() throws IOException {
        StoredEvent event = event(OURS + "\"args\":[\"t\",1],\"raw\":\"[\\\"t\\\",1.00]\",\"headers\":{\"a\":\"b\"}");

        assertThat(event.args()).isEqualTo("[\"t\",1.00]");
        assertThat(event.exact()).isTrue();
        assertThat(event.headers()).isEqualTo("{\"a\":\"b\"}");
    }

    @Test
    void rawMayBeAnythingThatAPublisherWrites() throws IOException {
        for (String argument : List.of(
                "[".repeat(500) + "]".repeat(500),
                "{\"a\":".repeat(500) + "1" + "}".repeat(500),
                "9".repeat(1_000),
                "\"" + "x".repeat(16 << 20) + "\"",
                "{\"" + "k".repeat(100_000) + "\":\"\\u0000\"}")) {
            String raw = "[\"t\"," + argument + "]";

            assertThat(event(OURS + "\"args\":[\"t\",null],\"raw\":" + JsonString.quote(raw)))
                    .satisfies(
                            event -> assertThat(event.args()).hasSameSizeAs(raw).isEqualTo(raw))
                    .satisfies(event -> assertThat(event.exact()).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "\"some text\"",
                "\"[1\"",
                "\"[1] 2\"",
                "{\"a\":1}",
                "null",
                "\"[]\"",
                "\"[\\\"other\\\",1]\"",
                "\"[[\\\"t\\\"],1]\"",
                "\"[\\\"t\\\",1,]\"",
                "\"[\\\"t\\\",NaN]\"",
                "\"[\\\"t\\\",{]\""
            })
    void rawThatIsNotTheArgumentsIsIgnored(String raw) throws IOException {
        assertNotExact(OURS + "\"args\":[\"t\",1],\"raw\":" + raw);
    }

    @Test
    void rawBeyondThePublishersLimitsIsIgnored() throws IOException {
        for (String argument : List.of(
                "[".repeat(501) + "]".repeat(501),
                "{\"a\":".repeat(501) + "1" + "}".repeat(501),
                "9".repeat(1_001),
                "0." + "9".repeat(1_000_000),
                "\"" + "x".repeat(18 << 20) + "\"")) {
            assertNotExact(OURS + "\"args\":[\"t\",1],\"raw\":" + JsonString.quote("[\"t\"," + argument + "]"));
        }
    }

    @Test
    void rawOfBracketsAloneNeedsLittleMemory() throws Exception {
        String row = OURS + "\"args\":[\"t\",1],\"raw\":\"[\\\"t\\\"," + "[".repeat(16 << 20) + "\"";
        byte[] frame = ("{\"t\":3,\"r\":[{\"new_val\":{" + row + "," + TS + "},\"old_val\":null}]}")
                .getBytes(StandardCharsets.UTF_8);

        long before = allocated();
        FrameText.rows(frame, rows);

        assertThat(allocated() - before).isLessThan(8L * frame.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"src\":\"me\",\"v\":1,",
                "\"seq\":3,\"v\":1,",
                "\"src\":\"me\",\"seq\":3,",
                "\"src\":\"me\",\"seq\":3,\"v\":2,",
                "\"src\":\"me\",\"seq\":3,\"v\":\"1\",",
                "\"src\":\"me\",\"seq\":0,\"v\":1,"
            })
    void rawOfAnotherWriterIsIgnored(String fields) throws IOException {
        assertNotExact(fields + "\"args\":[\"t\",1],\"raw\":\"[\\\"t\\\",2]\"");
    }

    private void assertNotExact(String fields) throws IOException {
        StoredEvent event = event(fields);

        assertThat(event.args()).isEqualTo("[\"t\",1]");
        assertThat(event.exact()).isFalse();
    }

    private static long allocated() throws JMException {
        return (long) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "CurrentThreadAllocatedBytes");
    }

    private StoredEvent event(String fields) throws IOException {
        String row = "{\"new_val\":{" + fields + "," + TS + "},\"old_val\":null}";
        return ((FeedItem.Live)
                        FrameText.rows("{\"t\":3,\"r\":[" + row + "]}", rows).get(0))
                .event();
    }
}
