package io.github.rethinkemitter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.embedded.wire.Frames;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queries that would run for ever or need too much memory end, and do not disturb other clients. */
class RunawayQueryTest {
    private static final String TABLE = "[15,[\"t\"]]";
    private static final String NEVER_FINDS_ANY = "[39,[[173,[]],[69,[[2,[1]],false]]]]";

    private final EmbeddedRethinkDb server = EmbeddedRethinkDb.start();
    private final EmbeddedClient client = new EmbeddedClient(server);

    RunawayQueryTest() throws IOException {}

    @AfterEach
    void closeAll() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aValueOfTheGreatestDepthIsStoredAndReturnedAndLaterWritesWork() throws IOException {
        client.query("[60,[\"t\"]]");
        String deep = "[".repeat(9_999) + "]".repeat(9_999);
        String insert = "[56,[" + TABLE + ",{\"id\":1,\"v\":[98,[\"" + deep + "\"]]}],{\"return_changes\":true}]";

        assertThat(client.query(insert)).contains("\"inserted\":1").contains(deep);
        assertThat(client.query("[56,[" + TABLE + ",{\"id\":2}]]")).contains("\"inserted\":1");
        assertThat(client.query("[98,[\"[" + deep + "]\"]]")).contains(deep);
        assertThat(client.query("[98,[\"[[" + deep + "]]\"]]")).startsWith("{\"t\":18,");
    }

    @Test
    void anEndlessQueryEndsWhenItsClientStopsIt() throws IOException {
        client.send("[1," + NEVER_FINDS_ANY + ",{}]");
        await().until(() -> busyThreads() > 0);

        client.send(client.token(), "[3]");

        assertThat(client.receive()).isEqualTo("{\"t\":2,\"r\":[],\"n\":[]}");
        assertThat(client.receive()).isEqualTo("{\"t\":2,\"r\":[],\"n\":[]}");
        await().until(() -> busyThreads() == 0);
    }

    @Test
    void anEndlessWriteEndsWhenItsClientDisconnects() throws IOException {
        client.query("[60,[\"t\"]]");
        client.query("[56,[" + TABLE + ",{\"id\":1}]]");
        EmbeddedClient other = new EmbeddedClient(server);
        other.send("[1,[53,[" + TABLE + ",[69,[[2,[2]],{\"x\":[86,[" + NEVER_FINDS_ANY + "]]}]]]],{}]");
        await().until(() -> busyThreads() > 0);

        other.close();

        assertThat(client.query("[56,[" + TABLE + ",{\"id\":2}]]")).contains("\"inserted\":1");
    }

    @Test
    void aQueryTakesNoMemoryBeforeItsBytesArrive() {
        byte[] announced = ByteBuffer.allocate(100)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(1)
                .putInt(127 * 1024 * 1024)
                .array();
        Measured in = new Measured(announced);

        assertThatThrownBy(() -> Frames.read(new DataInputStream(in))).isInstanceOf(EOFException.class);

        assertThat(in.largestBuffer).isLessThan(1024 * 1024);
    }

    /** Records the largest buffer that its bytes were read into. */
    private static final class Measured extends ByteArrayInputStream {
        private int largestBuffer;

        Measured(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            largestBuffer = Math.max(largestBuffer, into.length);
            return super.read(into, from, length);
        }
    }

    @Test
    void aQueryThatIsTooLargeIsRefusedWhenAllOfItHasArrived() throws IOException {
        byte[] large = new byte[128 * 1024 * 1024];
        Arrays.fill(large, (byte) ' ');

        client.send(7, new String(large, StandardCharsets.US_ASCII));

        assertThat(client.receive()).contains("Query size (134217728) greater than maximum (134217727).");
        assertThat(client.receive()).isEqualTo("closed");
    }

    private long busyThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("embedded-rethinkdb-" + server.port() + "-"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith(".reql.Evaluator")
                                || frame.getClassName().endsWith(".reql.Cursor$Finite")))
                .count();
    }
}
