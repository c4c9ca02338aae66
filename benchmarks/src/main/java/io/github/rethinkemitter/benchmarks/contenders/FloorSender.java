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
class FloorSender implements Sender, Runnable {

    static final int MAX_INSERTS = 4;
    private static final int MAX_WAITING = 1_000;
    private static final int MAX_BATCH = 128;
    private static final int FEW_DOCUMENTS = 16; // with so many unanswered documents no other insert is sent
    private static final byte[] NOTHING = {};
    private static final byte[] NO_ERRORS = "\"errors\":0".getBytes(US_ASCII);

    private final RawConnection connection;
    private final int maxWaiting;
    private final int maxBatch;
    private final byte[] begin;
    private final byte[] end;
    final ShardIds ids = new ShardIds();
    final String src = ids.get();
    private final Queue<byte[]> waiting = new ArrayDeque<>(); // guarded by this, as all fields below
    private byte[] query = new byte[1 << 16];
    long seq; // of the last event that was given a number
    private long token;
    private final Queue<Integer> unansweredInserts = new ArrayDeque<>(); // number of documents of each insert
    private int unansweredDocuments;
    private volatile boolean closed;

    FloorSender(Scenario scenario) throws IOException {
        this(scenario, MAX_WAITING, MAX_BATCH);
    }

    FloorSender(Scenario scenario, int maxWaiting, int maxBatch) throws IOException {
        this.maxWaiting = maxWaiting;
        this.maxBatch = maxBatch;
        connection = new RawConnection(scenario.server());
        begin = ("[1,[56,[" + FloorContender.table(scenario) + ",[2,[").getBytes(US_ASCII);
        end = ("]]],{\"durability\":\"" + scenario.durability() + "\"}],{}]").getBytes(US_ASCII);
        var reader = new Thread(this, "floor-sender");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public synchronized void publish(Payload payload) throws InterruptedException, IOException {
        while (waiting.size() >= maxWaiting) {
            wait();
        }
        waiting.add(encode(payload));
        if (maySend(unansweredInserts.size(), waiting.size())) {
            send();
        }
    }

    /** Whether another insert may be sent; some event waits. */
    boolean maySend(int inserts, int events) {
        return inserts < MAX_INSERTS && unansweredDocuments < FEW_DOCUMENTS;
    }

    /** What is kept of an event until it is sent. */
    byte[] encode(Payload payload) {
        return ("{\"id\":\"" + ids.get() + "\",\"args\":[2,[\"" + Scenario.TOPIC + "\"," + payload.json()
                        + "]],\"ts\":[103,[]],\"src\":\"" + src + "\",\"seq\":" + ++seq + ",\"v\":1}")
                .getBytes(US_ASCII);
    }

    private void send() throws IOException {
        int count = Math.min(maxBatch, waiting.size());
        int length = append(begin, RawConnection.HEADER);
        length = append(beforeEvents(count), length);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                query[length++] = ',';
            }
            length = append(waiting.remove(), length);
        }
        length = append(afterEvents(), length);
        length = append(end, length);
        unansweredInserts.add(count);
        unansweredDocuments += count;
        connection.send(++token, query, length);
    }

    byte[] beforeEvents(int count) {
        return NOTHING;
    }

    byte[] afterEvents() {
        return NOTHING;
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
        if (!waiting.isEmpty() && maySend(unansweredInserts.size(), waiting.size())) {
            send();
        }
        notifyAll();
    }

    @Override
    public synchronized int drop() {
        int dropped = waiting.size();
        waiting.clear();
        takeBackNumbers(dropped);
        return dropped;
    }

    // The dropped events had the last numbers, for which subscribers would wait.
    void takeBackNumbers(int dropped) {
        seq -= dropped;
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
