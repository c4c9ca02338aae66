package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.net.Response;
import com.rethinkdb.net.ResponsePump;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.rethink.wire.PendingQueries.Waiter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers and hands them to those who wait. It wakes at least once a tick, and is therefore the one who watches: over
 * late answers, and over the server's silence.
 *
 * <pre>
 * frame = token: 8 bytes, little endian; length: 4 bytes, little endian; JSON
 * </pre>
 */
public final class SocketReader implements ResponsePump, Runnable {

    public static final int TICK_MILLIS = 100;

    private static final int HEADER = 12;
    private static final int FIRST = 1 << 16;

    // No query has this token, so that nobody waits for the answer: that any byte comes is enough.
    private static final long PING = 0;

    private static final Duration JOIN = Duration.ofSeconds(5);

    private final RethinkSocket socket;
    private final String where;
    private final HeartbeatMonitor silence;
    private List<Thread> threads = List.of();
    private final PendingQueries waiting = new PendingQueries();
    private final FrameReader frames = new FrameReader();

    // Set once, by the first who finds a reason; what waits then, or comes later, fails with it.
    private final AtomicReference<@Nullable IOException> end = new AtomicReference<>();
    private final CompletableFuture<IOException> ended = new CompletableFuture<>();

    SocketReader(RethinkSocket socket, String where, Heartbeat heartbeat) {
        this.socket = socket;
        this.where = where;
        this.silence = new HeartbeatMonitor(heartbeat, System.nanoTime());
    }

    /** The threads to wait for in {@link #join}. */
    void servedBy(List<Thread> all) {
        threads = all;
    }

    PendingQueries waiting() {
        return waiting;
    }

    /** Why the link has ended, or {@code otherwise} while it has not. */
    IOException cause(IOException otherwise) {
        IOException cause = end.get();
        return cause == null ? otherwise : cause;
    }

    CompletableFuture<IOException> ended() {
        return ended;
    }

    /** The one door out. Closes the socket, which frees who is stuck in reading or writing it. */
    void end(IOException cause) {
        if (end.compareAndSet(null, cause)) {
            socket.close();
            waiting.failAll(cause);
            ended.complete(cause);
        }
    }

    void lost(IOException cause) {
        end(lost(where, cause));
    }

    static IOException lost(String where, Throwable cause) {
        return new IOException(
                "RTH0210 the connection to " + where + " was lost: " + Failures.reason(cause)
                        + ". It is opened again by itself",
                cause);
    }

    static IOException closedByThisSide(String where) {
        return new IOException("RTH0211 the connection to " + where + " was closed by this side");
    }

    @Override
    public void run() {
        try {
            while (end.get() == null) {
                readFrame();
            }
        } catch (IOException e) {
            lost(e);
        } catch (RuntimeException | Error e) {
            lost(new IOException(e));
        }
    }

    private void readFrame() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(read(HEADER)).order(ByteOrder.LITTLE_ENDIAN);
        long token = header.getLong();
        int length = header.getInt();
        byte[] json = read(FrameReader.checked(length));
        socket.answered(token);
        Waiter waiter = waiting.take(token);
        if (waiter != null) {
            answer(waiter, token, json);
        }
    }

    private void answer(Waiter waiter, long token, byte[] json) {
        try {
            waiter.answer().complete(frames.read(token, json, json.length, waiter.rows()));
        } catch (IOException | RuntimeException e) {
            waiter.answer().completeExceptionally(FrameReader.unreadable(where, e));
        } catch (Error e) {
            waiter.answer().completeExceptionally(FrameReader.unreadable(where, e));
            throw e;
        }
    }

    private byte[] read(int length) throws IOException {
        // Grows with what has come, not with what was announced.
        byte[] bytes = new byte[Math.min(length, FIRST)];
        int at = 0;
        while (at < length) {
            if (at == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            try {
                at += socket.readSome(bytes, at, bytes.length - at);
                silence.broken(System.nanoTime());
            } catch (SocketTimeoutException e) {
                // A tick without bytes.
            }
            watch();
        }
        return bytes;
    }

    private void watch() throws IOException {
        switch (silence.at(System.nanoTime())) {
            case FINE -> {}
            case TICK -> waiting.failLate(where);
            case ASK -> socket.write(RawQuery.ping(PING).serialize());
            case DEAD -> throw silence.tooLong();
        }
    }

    @Override
    public CompletableFuture<Response> await(long token) {
        Waiter waiter = waiting.get(token);
        IOException cause = end.get();
        if (cause != null) {
            waiting.fail(token, cause);
        }
        return waiter != null
                ? waiter.answer()
                : CompletableFuture.failedFuture(cause(new IOException("not asked for")));
    }

    @Override
    public boolean isAlive() {
        return end.get() == null;
    }

    @Override
    public void shutdownPump() {
        end(closedByThisSide(where));
    }

    /** Waits for the threads to be gone. */
    void join() {
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(JOIN.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
