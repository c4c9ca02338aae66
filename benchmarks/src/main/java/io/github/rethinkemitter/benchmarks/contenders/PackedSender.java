package io.github.rethinkemitter.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.rethinkemitter.internal.rethink.ShardIds;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/** Inserts the events that wait as one document, in which they are one JSON text. A few such inserts are under way at a time. */
final class PackedSender implements Sender, Runnable {

    private static final int WAITING = 4_000;
    private static final int PACK = 500;
    private static final int IN_FLIGHT = 4;
    private static final byte[] NO_ERRORS = "\"errors\":0".getBytes(US_ASCII);
    private static final byte[] TAIL = "]\"}".getBytes(US_ASCII);

    private final RawConnection connection;
    private final ShardIds ids = new ShardIds();
    private final String src = ids.get();
    private final byte[] begin;
    private final byte[] end;
    private final Queue<byte[]> waiting = new ArrayDeque<>(); // guarded by this, as all below
    private byte[] query = new byte[1 << 18];
    private long seq;
    private long token;
    private int underWay; // inserts
    private volatile boolean closed;

    PackedSender(Scenario scenario) throws IOException {
        connection = new RawConnection(scenario.server());
        begin = ("[1,[56,[" + FloorContender.table(scenario) + ",").getBytes(US_ASCII);
        end = ("],{\"durability\":\"" + scenario.durability() + "\"}],{}]").getBytes(US_ASCII);
        var reader = new Thread(this, "packed-sender");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void publish(Payload payload) throws InterruptedException, IOException {
        byte[] event = event(payload);
        synchronized (this) {
            while (waiting.size() >= WAITING) {
                wait();
            }
            waiting.add(event);
            if (underWay < IN_FLIGHT && (underWay == 0 || waiting.size() >= PACK)) {
                send();
            }
        }
    }

    private static byte[] event(Payload payload) {
        return ("[\\\"" + Scenario.TOPIC + "\\\"," + payload.json().replace("\"", "\\\"") + "]").getBytes(US_ASCII);
    }

    private void send() throws IOException {
        int count = Math.min(PACK, waiting.size());
        int length = append(begin, RawConnection.HEADER);
        length = append(
                ("{\"id\":\"" + ids.get() + "\",\"ts\":[103,[]],\"src\":\"" + src + "\",\"seq\":" + (seq + 1)
                                + ",\"n\":" + count + ",\"v\":2,\"topics\":[2,[\"" + Scenario.TOPIC
                                + "\"]],\"events\":\"[")
                        .getBytes(US_ASCII),
                length);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                query[length++] = ',';
            }
            length = append(waiting.remove(), length);
        }
        seq += count;
        length = append(TAIL, length);
        length = append(end, length);
        underWay++;
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
                System.err.println("packed-sender: " + e);
            }
        }
    }

    private synchronized void answered() throws IOException {
        underWay--;
        if (!waiting.isEmpty()) {
            send();
        }
        notifyAll();
    }

    @Override
    public synchronized int drop() {
        int dropped = waiting.size();
        waiting.clear();
        return dropped;
    }

    @Override
    public synchronized void flush() throws InterruptedException {
        while (underWay > 0) {
            wait();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        connection.close();
    }
}
