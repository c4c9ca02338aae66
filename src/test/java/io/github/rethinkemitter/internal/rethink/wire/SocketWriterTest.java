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
    private SocketWriter outbox;
    private Thread writer;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listening.setReceiveBufferSize(BUFFER);
        var client = new Socket();
        client.setSendBufferSize(BUFFER);
        client.connect(listening.getLocalSocketAddress());
        server = listening.accept();
        server.setSoTimeout(30_000);
        socket = new RethinkSocket(new Wire(client, client), Deadline.in(Duration.ofSeconds(30)));
        outbox = new SocketWriter(socket, socket.sendBufferSize(), failure::complete);
        socket.goLive(outbox, SocketReader.TICK_MILLIS);
        writer = new Thread(outbox, "outbox under test");
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        server.close();
        listening.close();
        if (writer.getState() != Thread.State.NEW) {
            writer.join(30_000);
            assertThat(writer.isAlive()).isFalse();
        }
    }

    @Test
    void whatHasRoomIsWrittenByWhoAsks() throws Exception {
        for (int token = 1; token <= 1_000; token++) {
            socket.write(query(token, 100));
            assertThat(read()).isEqualTo(token);
            outbox.answered(token);
        }
    }

    @Test
    void anAnswerProvesThatWhatWentBeforeHasArrived() throws Exception {
        for (int token = 1; token <= 1_000; token++) {
            socket.write(query(token, 100));
            assertThat(read()).isEqualTo(token);
            if (token % 10 == 0) {
                outbox.answered(token);
            }
        }
    }

    @Test
    void whoAsksIsNotHeldUpByAServerThatDoesNotRead() throws Exception {
        writer.start();

        // Far more than the buffers take.
        for (int token = 1; token <= 1_000; token++) {
            socket.write(query(token, 20_000));
        }

        for (int token = 1; token <= 1_000; token++) {
            assertThat(read()).isEqualTo(token);
        }
    }

    @Test
    void theOrderIsKeptWhoeverWrites() throws Exception {
        writer.start();
        for (int token = 1; token <= 10_000; token++) {
            socket.write(query(token, token % 7 == 0 ? 5_000 : 50));
            if (token % 3 == 0) {
                assertThat(read()).isEqualTo(token / 3);
                outbox.answered(token / 3);
            }
        }
        for (int token = 3_334; token <= 10_000; token++) {
            assertThat(read()).isEqualTo(token);
        }
    }

    @Test
    void theWritingThreadTellsThatAWriteHasFailed() throws Exception {
        server.setSoLinger(true, 0);
        server.close();
        writer.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            socket.write(query(1, 100));
            outbox.answered(1);
            return failure.isDone();
        });

        assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    private static ByteBuffer query(long token, int size) {
        return ByteBuffer.allocate(12 + size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(token)
                .putInt(size)
                .put(new byte[size]);
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
