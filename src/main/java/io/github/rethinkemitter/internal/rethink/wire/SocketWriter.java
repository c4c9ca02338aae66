package io.github.rethinkemitter.internal.rethink.wire;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes queries to the socket. A write into a dead connection blocks until the connection is closed, so only the writer thread
 * may block: neither the thread that sends a query, nor the reader thread, which has to find out that the connection is dead. The
 * sending thread writes a query itself when the socket's buffer certainly has room for it, even if the server has taken none of
 * the queries that it has not answered yet.
 */
final class SocketWriter implements Runnable {

    // No query is empty.
    private static final byte[] END = new byte[0];

    // Bytes of small queries that are written together.
    private static final int GATHERED = 1 << 16;

    // What a small packet takes of the socket's buffer.
    private static final int LEAST_ROOM = 2048;
    private static final int MOST_UNPROVEN = 1 << 18;

    // Unbounded: the callers bound how many queries they have at one time.
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final RethinkSocket socket;
    private final Consumer<IOException> onFailure;
    private final byte[] gathered = new byte[GATHERED];

    private final int bufferRoom;
    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    // Queries of which nothing proves that the server has them. The server reads them in order, so an answer to one
    // proves that all before have arrived as well.
    private final Deque<Sent> unproven = new ArrayDeque<>();
    private int unprovenBytes;
    private int queued; // queries in the queue, and those that the writer thread is writing
    private @Nullable IOException failure; // of a write by a sending thread; the writer thread reports it

    private record Sent(long token, int bytes) {}

    /**
     * Writes to a socket.
     *
     * @param bufferSize how many bytes a write may leave to the system before it blocks
     * @param onFailure called by the writer thread when nothing more can be written
     */
    SocketWriter(RethinkSocket socket, int bufferSize, Consumer<IOException> onFailure) {
        this.socket = socket;
        this.bufferRoom = Math.min(MOST_UNPROVEN, bufferSize / 2);
        this.onFailure = onFailure;
    }

    /** Writes a query, or leaves it to the writer thread. Never blocks, never throws. */
    void send(long token, byte[] query) {
        lock.lock();
        try {
            int bytes = Math.max(LEAST_ROOM, query.length);
            unproven.add(new Sent(token, bytes));
            unprovenBytes += bytes;
            if (queued > 0 || failure != null || unprovenBytes > bufferRoom) {
                queued++;
                queue.add(query);
            } else {
                socket.write(query, 0, query.length);
            }
        } catch (IOException e) {
            failure = e;
            queue.add(END);
        } finally {
            lock.unlock();
        }
    }

    /** The server has answered the query with this token. */
    void answered(long token) {
        lock.lock();
        try {
            int arrived = 0;
            for (Sent sent : unproven) {
                arrived++;
                if (sent.token() == token) {
                    forget(arrived);
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

    /** Ends the writer thread, once the socket is closed. */
    void end() {
        queue.add(END);
    }

    @Override
    public void run() {
        try {
            byte[] query = queue.take();
            while (!isEnd(query) && socket.isOpen()) {
                query = write(query);
            }
            throwFailure();
        } catch (IOException e) {
            onFailure.accept(e);
        } catch (InterruptedException e) {
            onFailure.accept(new IOException("the writing thread was interrupted", e));
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    // Small queries that wait together are written as one packet. Returns the query to be written next.
    private byte[] write(byte[] first) throws IOException, InterruptedException {
        int count = 0;
        int length = 0;
        byte[] query = first;
        while (query != null && !isEnd(query) && query.length <= GATHERED - length) {
            System.arraycopy(query, 0, gathered, length, query.length);
            length += query.length;
            count++;
            query = queue.poll();
        }
        if (length > 0) {
            socket.write(gathered, 0, length);
        } else if (query != null) {
            socket.write(query, 0, query.length); // too large to be gathered
            count++;
            query = null;
        }
        written(count);
        return query != null ? query : queue.take();
    }

    private void written(int count) {
        lock.lock();
        try {
            queued -= count;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isEnd(byte[] query) {
        return query.length == 0;
    }
}
