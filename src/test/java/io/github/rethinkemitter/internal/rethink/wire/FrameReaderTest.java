package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rethinkdb.gen.proto.ErrorType;
import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit;
import io.github.rethinkemitter.internal.rethink.query.FeedRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the frames of answers are read. */
class FrameReaderTest {

    private static final String TS =
            "\"ts\":{\"$reql_type$\":\"TIME\",\"epoch_time\":1795478331.391,\"timezone\":\"+00:00\"}";
    private static final Instant AT = Instant.ofEpochMilli(1795478331391L);

    private final FrameReader frames = new FrameReader();
    private final RowReader rows = new FeedRows(new FeedAudit(Duration.ofSeconds(10)));

    @Test
    void anAnswerThatIsNestedWithoutEndIsRefused() {
        assertThatThrownBy(() -> read("{\"t\":3,\"r\":[" + "[".repeat(1_000_000)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void errorsAreReadWithTheirType() throws IOException {
        Response response = read("{\"t\":18,\"e\":4100000,\"r\":[\"Table `a.b` does not exist.\"],\"b\":[0,[1,{}]]}");

        assertThat(response.type).isEqualTo(ResponseType.RUNTIME_ERROR);
        assertThat(response.errorType).isEqualTo(ErrorType.OP_FAILED);
        assertThat(response.data).containsExactly("Table `a.b` does not exist.");
    }

    @Test
    void rowsMayComeBeforeTheType() throws IOException {
        assertThat(read("{\"n\":[],\"r\":[{\"state\":\"ready\"}],\"p\":{\"x\":[]},\"t\":3}").data)
                .hasSize(1);
    }

    @Test
    void aTreeHoldsWhatTheJsonHolds() throws IOException {
        byte[] frame = "{\"t\":1,\"r\":[{\"a\":[1,true,null,\"x\"],\"b\":{}}]}".getBytes(StandardCharsets.UTF_8);

        Object row = frames.read(1, frame, frame.length, RowValues.TREE).data.get(0);

        assertThat(row).isEqualTo(Map.of("a", java.util.Arrays.asList(1.0, true, null, "x"), "b", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"r\":[",
                "{\"r\":[{\"new_val\":{\"args\":[1",
                "{\"t\":99,\"r\":[]}",
                "{\"r\":[]}",
                "{\"r\":7,\"t\":1}",
                "nonsense"
            })
    void aFrameThatIsNoAnswerIsRefused(String frame) {
        assertThatThrownBy(() -> read(frame)).isInstanceOf(IOException.class);
    }

    @Test
    void halfASurrogatePairIsReadAsAReplacementCharacter() throws IOException {
        String row = "{\"new_val\":{\"id\":\"1?2\",\"?\":[\"?\"],\"args\":[\"t?\",\"??\\ud7ff\",{\"?\":\"?\"}]," + TS
                + "},\"old_val\":null}";
        byte[] frame = ("{\"t\":3,\"r\":[" + row.replace("?", "\uffff") + "]}").getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < frame.length; at++) {
            if (frame[at] == (byte) 0xEF) {
                frame[at] = (byte) 0xED;
                frame[at + 1] = (byte) 0xB0;
                frame[at + 2] = (byte) 0x80;
            }
        }

        var items = frames.read(1, frame, frame.length, rows).data;

        String args = "[\"t?\",\"??\\ud7ff\",{\"?\":\"?\"}]".replace('?', '\ufffd');
        assertThat(items)
                .containsExactly(
                        new FeedItem.Live(new StoredEvent("1\ufffd2", AT, null, 0, "t\ufffd", args, false, null)));
    }

    private Response read(String frame) throws IOException {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        return frames.read(1, bytes, bytes.length, rows);
    }
}
