package io.github.rethinkemitter.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.rethinkemitter.internal.rethink.ShardIds;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Inserts the documents that the library would, in the batches in which it would: whatever waits while a large insert, or
 * several small ones, are under way. Who triggers sends at once when one may go.
 */
final class FloorSender implements Sender, Runnable {

    private static final int WAITING = 1_000;
    private static final int BATCH = 128;
    private static final int IN_FLIGHT = 4;
    private static final int FEW = 16; // events under way beside which others go
    private static final byte[] NO_ERRORS = "\"errors\":0".getBytes(US_ASCII);

    private final RawConnection link;
    private final ShardIds ids = new ShardIds();
    private final String src = ids.get();
    private final byte[] begin;
    private final byte[] end;
    private final Queue<byte[]> waiting = new ArrayDeque<>(); // guarded by this, as all below
    private byte[] query = new byte[1 << 16];
    private long seq;
    private long token;
    private final Queue<Integer> underWay = new ArrayDeque<>(); // documents of each insert
    private int documents; // of all of them
    private volatile boolean closed;

    FloorSender(Scenario scene) throws IOException {
        link = new RawConnection(scene.server());
        begin = ("[1,[56,[" + FloorContender.table(scene) + ",[2,[").getBytes(US_ASCII);
        end = ("]]],{\"durability\":\"" + scene.durability() + "\"}],{}]").getBytes(US_ASCII);
        var reader = new Thread(this, "floor-sender");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public synchronized void publish(Payload payload) throws InterruptedException, IOException {
        while (waiting.size() >= WAITING) {
            wait();
        }
        waiting.add(document(payload));
        if (maySend()) {
            send();
        }
    }

    private boolean maySend() {
        return underWay.size() < IN_FLIGHT && documents < FEW;
    }

    private byte[] document(Payload payload) {
        return ("{\"id\":\"" + ids.get() + "\",\"args\":[2,[\"" + Scenario.TOPIC + "\"," + payload.json()
                        + "]],\"ts\":[103,[]],\"src\":\"" + src + "\",\"seq\":" + ++seq + ",\"v\":1}")
                .getBytes(US_ASCII);
    }

    private void send() throws IOException {
        int length = append(begin, RawConnection.HEADER);
        int count = 0;
        while (count < BATCH && !waiting.isEmpty()) {
            if (count++ > 0) {
                query[length++] = ',';
            }
            length = append(waiting.remove(), length);
        }
        length = append(end, length);
        underWay.add(count);
        documents += count;
        link.send(++token, query, length);
    }

    private int append(byte[] part, int at) {
        if (at + part.length + 1 > query.length) {
            query = Arrays.copyOf(query, query.length * 2);
        }
        System.arraycopy(part, 0, query, at, part.length);
        return at + part.length;
    }

    /** Reads the answers. */
    @Override
    public void run() {
        try {
            while (true) {
                int length = link.read();
                if (!RawConnection.has(link.frame(), length, NO_ERRORS)) {
                    throw new IOException(link.text(length));
                }
                answered();
            }
        } catch (IOException e) {
            if (!closed) {
                System.err.println("floor-sender: " + e);
            }
        }
    }

    private synchronized void answered() throws IOException {
        documents -= underWay.remove(); // in the order in which they were sent, or nearly
        if (!waiting.isEmpty() && maySend()) {
            send();
        }
        notifyAll();
    }

    @Override
    public synchronized int drop() {
        int dropped = waiting.size();
        waiting.clear();
        seq -= dropped; // theirs were the last ones; who keeps order would wait for them
        return dropped;
    }

    @Override
    public synchronized void flush() throws InterruptedException {
        while (!underWay.isEmpty()) {
            wait();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        link.close();
    }
}
