package io.github.rethinkemitter.internal.rethink.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queries on their way to the socket. A write into a dead link blocks until the link is closed; only this thread does, and
 * neither who asks nor the pump, which has to find out that the link is dead. Who asks writes himself what cannot block:
 * what the socket's buffer has room for, even if the server has taken nothing of which it has not answered.
 */
final class SocketWriter implements Runnable {

    // No query is empty.
    private static final ByteBuffer END = ByteBuffer.allocate(0);
    private static final int GATHERED = 1 << 16;

    // What a small packet takes of the socket's buffer.
    private static final int LEAST = 2048;
    private static final int MOST = 1 << 18;

    // Unbounded: what is asked for at one time is bounded by those who ask.
    private final BlockingQueue<ByteBuffer> queries = new LinkedBlockingQueue<>();
    private final RethinkSocket socket;
    private final Consumer<IOException> onFailure;
    private final byte[] gathered = new byte[GATHERED];

    private final int room;
    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    // Queries for which nothing proves that the server has them. Since they arrive in order, an answer proves it
    // for all that went before as well.
    private final Deque<Sent> unproven = new ArrayDeque<>();
    private int unprovenBytes;
    // Of the queue; the one that is being written included.
    private int queued;
    private @Nullable IOException failure; // of a write by who asked; the writing thread tells it

    private record Sent(long token, int bytes) {}

    /** @param bufferSize of the socket, for what is written */
    SocketWriter(RethinkSocket socket, int bufferSize, Consumer<IOException> onFailure) {
        this.socket = socket;
        this.room = Math.min(MOST, bufferSize / 2);
        this.onFailure = onFailure;
    }

    void add(ByteBuffer query) {
        lock.lock();
        try {
            int bytes = Math.max(LEAST, query.limit());
            unproven.add(new Sent(query.order(ByteOrder.LITTLE_ENDIAN).getLong(0), bytes));
            unprovenBytes += bytes;
            if (queued > 0 || failure != null || unprovenBytes > room) {
                queued++;
                queries.add(query);
            } else {
                socket.writeNow(query.array(), query.arrayOffset(), query.limit());
            }
        } catch (IOException e) {
            failure = e;
            queries.add(END);
        } finally {
            lock.unlock();
        }
    }

    /** The server has answered this. */
    void answered(long token) {
        lock.lock();
        try {
            int proven = 0;
            for (Sent sent : unproven) {
                proven++;
                if (sent.token() == token) {
                    forget(proven);
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(int count) {
        for (int i = 0; i < count; i++) {
            unprovenBytes -= unproven.remove().bytes();
        }
    }

    void end() {
        queries.add(END);
    }

    @Override
    public void run() {
        try {
            ByteBuffer query = queries.take();
            while (!isEnd(query) && socket.isOpen()) {
                query = write(query);
            }
            tellFailure();
        } catch (IOException e) {
            onFailure.accept(e);
        } catch (InterruptedException e) {
            onFailure.accept(new IOException("the writing thread was interrupted", e));
            Thread.currentThread().interrupt();
        }
    }

    private void tellFailure() throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    // Small queries that wait together leave in one packet.
    private ByteBuffer write(ByteBuffer first) throws IOException, InterruptedException {
        int count = 0;
        int length = 0;
        ByteBuffer query = first;
        while (query != null && !isEnd(query) && query.limit() <= GATHERED - length) {
            int size = query.limit();
            query.get(gathered, length, size);
            length += size;
            count++;
            query = queries.poll();
        }
        if (length > 0) {
            socket.writeNow(gathered, 0, length);
        } else if (query != null) {
            socket.writeNow(query.array(), query.arrayOffset(), query.limit());
            count++;
            query = null;
        }
        written(count);
        return query != null ? query : queries.take();
    }

    private void written(int count) {
        lock.lock();
        try {
            queued -= count;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isEnd(ByteBuffer query) {
        return query.limit() == 0;
    }
}
