package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.rethink.wire.RethinkSocket.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection whose other end is played by the test. */
@Timeout(60)
class FeedConnectionTest {

    private static final String CONTINUE = "[2]";
    private static final String STOP = "[3]";
    private static final long LONG = TimeUnit.SECONDS.toNanos(30);
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private Socket ours;
    private Socket server;
    private FeedConnection connection;

    @BeforeEach
    void connect() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ours = new Socket(listening.getInetAddress(), listening.getLocalPort());
            server = listening.accept();
        }
        connection = connection(PATIENT);
    }

    private FeedConnection connection(Duration limit) {
        return new FeedConnection(
                new RethinkSocket(new Wire(ours, ours)), "db1:28015", new Heartbeat(PATIENT, PATIENT), limit);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        server.close();
    }

    @Test
    void theNextPartIsRequestedBeforeALargePartIsRead() throws Exception {
        RowCursor rows = connection.read("term", RowValues.TREE);
        query();

        part(rows, 3, large());
        connection.await(rows, LONG);

        assertThat(query()).isEqualTo(CONTINUE);
        assertThat(rows.next()).isNotNull();
    }

    @Test
    void theNextPartIsRequestedWhenTheRowsOfASmallPartWereTaken() throws Exception {
        RowCursor rows = connection.read("term", RowValues.TREE);
        query();

        part(rows, 3, "1");
        connection.await(rows, LONG);
        boolean early = hasQuery();
        rows.next();
        connection.await(rows, TimeUnit.MILLISECONDS.toNanos(1));

        assertThat(early).isFalse();
        assertThat(query()).isEqualTo(CONTINUE);
    }

    @Test
    void noMoreThanTwoPartsAreRequestedWhileNobodyReadsThem() throws Exception {
        RowCursor rows = connection.read("term", RowValues.TREE);
        query();
        for (int i = 0; i < 2; i++) {
            part(rows, 3, large());
            connection.await(connection.ask("other " + i, RowValues.TREE), TimeUnit.MILLISECONDS.toNanos(50));
        }

        assertThat(queries()).filteredOn(CONTINUE::equals).hasSize(1);
        while (rows.next() != null) {
            assertThat(rows.isComplete()).isFalse();
        }
        connection.await(rows, TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(queries()).contains(CONTINUE);
    }

    @Test
    void theEndComesAfterAllRows() throws Exception {
        RowCursor rows = connection.read("term", RowValues.TREE);

        part(rows, 2, "1,2");
        connection.await(rows, LONG);

        assertThat(rows.next()).isEqualTo(1.0);
        assertThat(rows.next()).isEqualTo(2.0);
        assertThat(rows.next()).isNull();
        assertThat(rows.end()).isInstanceOf(FeedConnection.Complete.class);
    }

    @Test
    void anAnswerOfManyPartsIsReadWholeWhileAFeedBringsRows() throws Exception {
        RowCursor feed = connection.follow("feed", RowValues.TREE, Duration.ZERO);
        RowCursor answer = connection.ask("question", RowValues.TREE);
        part(feed, 3, "1");
        part(answer, 3, "10");
        part(feed, 3, "2"); // the server may send a part that was not requested
        part(answer, 2, "11");

        assertThat(connection.await(answer)).containsExactly(10.0, 11.0);
        assertThat(List.of(feed.next(), feed.next())).containsExactly(1.0, 2.0);
    }

    @Test
    void waitingForRowsEndsWhenAnotherAnswerIsComplete() throws Exception {
        RowCursor feed = connection.follow("feed", RowValues.TREE, Duration.ZERO);
        RowCursor answer = connection.ask("question", RowValues.TREE);
        part(answer, 1, "7");

        connection.await(feed, LONG);

        assertThat(feed.hasNews()).isFalse();
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void thePartsOfABusyFeedAreRequestedAtAPace() throws Exception {
        RowCursor feed = connection.follow("feed", RowValues.TREE, Duration.ofHours(1));
        query();
        for (int i = 1; i < ContinueThrottle.AT_ONCE; i++) {
            part(feed, 3, String.valueOf(i));
            connection.await(feed, LONG);
            feed.next();
            connection.await(feed, TimeUnit.MILLISECONDS.toNanos(1));
            assertThat(query()).isEqualTo(CONTINUE);
        }

        part(feed, 3, "0");
        connection.await(feed, LONG);
        feed.next();
        connection.await(feed, TimeUnit.MILLISECONDS.toNanos(20));

        assertThat(hasQuery()).isFalse();
    }

    @Test
    void aLateAnswerFailsAndTheConnectionStaysOpen() throws Exception {
        FeedConnection hasty = connection(Duration.ofMillis(300));
        RowCursor late = hasty.ask("question", RowValues.TREE);

        assertThatThrownBy(() -> hasty.await(late)).hasMessageContaining("RTH0213");
        part(late, 1, "1");
        RowCursor other = hasty.ask("question", RowValues.TREE);
        part(other, 1, "2");
        assertThat(hasty.await(other)).containsExactly(2.0);
    }

    @Test
    void anAnswerOfImpossibleLengthEndsTheConnection() throws Exception {
        RowCursor answer = connection.ask("question", RowValues.TREE);
        server.getOutputStream().write(header(answer.token, Integer.MAX_VALUE));

        assertThatThrownBy(() -> connection.await(answer))
                .hasMessageContaining("RTH0210")
                .hasMessageContaining("2147483647");
        assertThatThrownBy(() -> connection.call("question", RowValues.TREE)).hasMessageContaining("RTH0210");
    }

    @Test
    void anAnswerThatCannotBeReadFailsItsOwnQueryOnly() throws Exception {
        RowCursor bad = connection.ask("bad", RowValues.TREE);
        RowCursor good = connection.ask("good", RowValues.TREE);
        frame(bad.token, "{\"t\":1,\"r\":[");
        part(good, 1, "1");

        assertThat(connection.await(good)).containsExactly(1.0);
        assertThatThrownBy(() -> connection.await(bad)).hasMessageContaining("RTH0214");
    }

    @Test
    void theServerIsToldOnceThatAQueryWasStopped() throws Exception {
        RowCursor rows = connection.read("term", RowValues.TREE);
        query();

        connection.stop(rows);
        connection.stop(rows);

        assertThat(query()).isEqualTo(STOP);
        assertThat(hasQuery()).isFalse();
        assertThat(rows.isComplete()).isTrue();
    }

    @Test
    void closingEndsTheWaitOfAnotherThread() throws Exception {
        RowCursor rows = connection.read("term", RowValues.TREE);
        var waiting = CompletableFuture.runAsync(() -> {
            try {
                connection.await(rows, LONG);
            } catch (IOException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        });

        connection.close();

        assertThat(waiting).failsWithin(PATIENT).withThrowableThat().withMessageContaining("RTH0211");
    }

    private static String large() {
        return IntStream.range(0, 2_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
    }

    private void part(RowCursor cursor, int type, String rows) throws IOException {
        frame(cursor.token, "{\"t\":" + type + ",\"r\":[" + rows + "]}");
    }

    private void frame(long token, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.getOutputStream().write(header(token, body.length));
        server.getOutputStream().write(body);
    }

    private static byte[] header(long token, int length) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(token)
                .putInt(length)
                .array();
    }

    private boolean hasQuery() throws IOException {
        return server.getInputStream().available() > 0;
    }

    private List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        while (hasQuery()) {
            queries.add(query());
        }
        return queries;
    }

    private String query() throws IOException {
        var in = new DataInputStream(server.getInputStream());
        in.readLong();
        byte[] body = new byte[Integer.reverseBytes(in.readInt())];
        in.readFully(body);
        return new String(body, StandardCharsets.UTF_8);
    }
}
