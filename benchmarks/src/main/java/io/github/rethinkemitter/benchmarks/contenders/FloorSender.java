package io.github.rethinkemitter.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.rethinkemitter.internal.rethink.ShardIds;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Inserts the same documents as the library, in the same batches: a batch has all documents that wait while a large insert, or
 * several small ones, have no answer. The publishing thread sends at once if another insert is allowed.
 */
final class FloorSender implements Sender, Runnable {

    private static final int MAX_WAITING = 1_000;
    private static final int MAX_BATCH = 128;
    private static final int MAX_INSERTS = 4;
    private static final int FEW_DOCUMENTS = 16; // with so many unanswered documents no other insert is sent
    private static final byte[] NO_ERRORS = "\"errors\":0".getBytes(US_ASCII);

    private final RawConnection connection;
    private final ShardIds ids = new ShardIds();
    private final String src = ids.get();
    private final byte[] begin;
    private final byte[] end;
    private final Queue<byte[]> waiting = new ArrayDeque<>(); // guarded by this, as all fields below
    private byte[] query = new byte[1 << 16];
    private long seq;
    private long token;
    private final Queue<Integer> unansweredInserts = new ArrayDeque<>(); // number of documents of each insert
    private int unansweredDocuments;
    private volatile boolean closed;

    FloorSender(Scenario scenario) throws IOException {
        connection = new RawConnection(scenario.server());
        begin = ("[1,[56,[" + FloorContender.table(scenario) + ",[2,[").getBytes(US_ASCII);
        end = ("]]],{\"durability\":\"" + scenario.durability() + "\"}],{}]").getBytes(US_ASCII);
        var reader = new Thread(this, "floor-sender");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public synchronized void publish(Payload payload) throws InterruptedException, IOException {
        while (waiting.size() >= MAX_WAITING) {
            wait();
        }
        waiting.add(document(payload));
        if (maySend()) {
            send();
        }
    }

    private boolean maySend() {
        return unansweredInserts.size() < MAX_INSERTS && unansweredDocuments < FEW_DOCUMENTS;
    }

    private byte[] document(Payload payload) {
        return ("{\"id\":\"" + ids.get() + "\",\"args\":[2,[\"" + Scenario.TOPIC + "\"," + payload.json()
                        + "]],\"ts\":[103,[]],\"src\":\"" + src + "\",\"seq\":" + ++seq + ",\"v\":1}")
                .getBytes(US_ASCII);
    }

    private void send() throws IOException {
        int length = append(begin, RawConnection.HEADER);
        int count = 0;
        while (count < MAX_BATCH && !waiting.isEmpty()) {
            if (count++ > 0) {
                query[length++] = ',';
            }
            length = append(waiting.remove(), length);
        }
        length = append(end, length);
        unansweredInserts.add(count);
        unansweredDocuments += count;
        connection.send(++token, query, length);
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
                int length = connection.read();
                if (!RawConnection.has(connection.frame(), length, NO_ERRORS)) {
                    throw new IOException(connection.text(length));
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
        unansweredDocuments -= unansweredInserts.remove(); // answers come nearly in the order of the inserts
        if (!waiting.isEmpty() && maySend()) {
            send();
        }
        notifyAll();
    }

    @Override
    public synchronized int drop() {
        int dropped = waiting.size();
        waiting.clear();
        seq -= dropped; // the dropped events had the last numbers, for which subscribers would wait
        return dropped;
    }

    @Override
    public synchronized void flush() throws InterruptedException {
        while (!unansweredInserts.isEmpty()) {
            wait();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        connection.close();
    }
}
