package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.rethink.wire.RethinkSocket.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries to a server that reads when it is asked to. */
class SocketWriterTest {

    private static final int BUFFER = 1 << 16;

    private final CompletableFuture<IOException> failure = new CompletableFuture<>();
    private ServerSocket listening;
    private Socket server;
    private RethinkSocket socket;
    private SocketWriter writer;
    private Thread writerThread;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listening.setReceiveBufferSize(BUFFER);
        var client = new Socket();
        client.setSendBufferSize(BUFFER);
        client.connect(listening.getLocalSocketAddress());
        server = listening.accept();
        server.setSoTimeout(30_000);
        socket = new RethinkSocket(new Wire(client, client));
        writer = new SocketWriter(socket, socket.sendBufferSize(), failure::complete);
        writerThread = new Thread(writer, "writer under test");
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        writer.end();
        server.close();
        listening.close();
        if (writerThread.getState() != Thread.State.NEW) {
            writerThread.join(30_000);
            assertThat(writerThread.isAlive()).isFalse();
        }
    }

    @Test
    void aQueryThatHasRoomInTheBufferIsWrittenByTheSendingThread() throws Exception {
        for (int token = 1; token <= 1_000; token++) {
            writer.send(token, query(token, 100));
            assertThat(read()).isEqualTo(token);
            writer.answered(token);
        }
    }

    @Test
    void anAnswerProvesThatEarlierQueriesHaveArrivedToo() throws Exception {
        for (int token = 1; token <= 1_000; token++) {
            writer.send(token, query(token, 100));
            assertThat(read()).isEqualTo(token);
            if (token % 10 == 0) {
                writer.answered(token);
            }
        }
    }

    @Test
    void aServerThatDoesNotReadDoesNotBlockTheSendingThread() throws Exception {
        writerThread.start();

        // Far more than the buffers take.
        for (int token = 1; token <= 1_000; token++) {
            writer.send(token, query(token, 20_000));
        }

        for (int token = 1; token <= 1_000; token++) {
            assertThat(read()).isEqualTo(token);
        }
    }

    @Test
    void theOrderIsKeptWhicheverThreadWrites() throws Exception {
        writerThread.start();
        for (int token = 1; token <= 10_000; token++) {
            writer.send(token, query(token, token % 7 == 0 ? 5_000 : 50));
            if (token % 3 == 0) {
                assertThat(read()).isEqualTo(token / 3);
                writer.answered(token / 3);
            }
        }
        for (int token = 3_334; token <= 10_000; token++) {
            assertThat(read()).isEqualTo(token);
        }
    }

    @Test
    void theWriterThreadReportsAFailedWrite() throws Exception {
        server.setSoLinger(true, 0);
        server.close();
        writerThread.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            writer.send(1, query(1, 100));
            writer.answered(1);
            return failure.isDone();
        });

        assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    private static byte[] query(long token, int size) {
        return ByteBuffer.allocate(12 + size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(token)
                .putInt(size)
                .put(new byte[size])
                .array();
    }

    private long read() throws IOException {
        var in = new DataInputStream(server.getInputStream());
        var header = new byte[12];
        in.readFully(header);
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long token = fields.getLong();
        in.readFully(new byte[fields.getInt()]);
        return token;
    }
}
