package io.github.rethinkemitter.internal.rethink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Queries on their way to the socket. A write into a dead link blocks until the link is closed; only this thread does, and
 * neither who asks nor the pump, which has to find out that the link is dead.
 */
final class Outbox implements Runnable {

    // No query is empty.
    private static final ByteBuffer END = ByteBuffer.allocate(0);
    private static final int GATHERED = 1 << 16;

    // Unbounded: what is asked for at one time is bounded by those who ask.
    private final BlockingQueue<ByteBuffer> queries = new LinkedBlockingQueue<>();
    private final LinkSocket socket;
    private final Consumer<IOException> onFailure;
    private final byte[] gathered = new byte[GATHERED];

    Outbox(LinkSocket socket, Consumer<IOException> onFailure) {
        this.socket = socket;
        this.onFailure = onFailure;
    }

    void add(ByteBuffer query) {
        queries.add(query);
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
        } catch (IOException e) {
            onFailure.accept(e);
        } catch (InterruptedException e) {
            onFailure.accept(new IOException("the writing thread was interrupted", e));
            Thread.currentThread().interrupt();
        }
    }

    // Small queries that wait together leave in one packet.
    private ByteBuffer write(ByteBuffer first) throws IOException, InterruptedException {
        int length = 0;
        ByteBuffer query = first;
        while (query != null && !isEnd(query) && query.limit() <= GATHERED - length) {
            int size = query.limit();
            query.get(gathered, length, size);
            length += size;
            query = queries.poll();
        }
        if (length > 0) {
            socket.writeNow(gathered, 0, length);
        } else if (query != null) {
            socket.writeNow(query.array(), query.arrayOffset(), query.limit());
            query = null;
        }
        return query != null ? query : queries.take();
    }

    private static boolean isEnd(ByteBuffer query) {
        return query.limit() == 0;
    }
}
