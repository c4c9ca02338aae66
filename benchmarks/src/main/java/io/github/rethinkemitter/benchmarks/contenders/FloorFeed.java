package io.github.rethinkemitter.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The changefeed of the library, or the stored rows of its table. Only the time in each payload is read. The next part is
 * requested before a part is read.
 */
final class FloorFeed implements Runnable, AutoCloseable {

    private static final byte[] SENT = "sent".getBytes(US_ASCII);
    private static final byte[] AFTER_SENT = "\":".getBytes(US_ASCII);
    private static final byte[] AFTER_PACKED_SENT = "\\\":".getBytes(US_ASCII); // in a text of a packed document
    private static final byte[] READY = "\"ready\"".getBytes(US_ASCII);
    private static final byte[] ERROR = "\"error\"".getBytes(US_ASCII);
    private static final byte[] PARTIAL = "{\"t\":3".getBytes(US_ASCII);
    private static final int LONGEST_ERROR = 1 << 10; // bytes
    private static final int TIME_FIELD = 32; // bytes of the payload's last field, at most
    private static final int OTHER_FIELDS = 100; // bytes of a document beside the payload, at least
    private static final int SMALL_PART = 1 << 14; // bytes; after a smaller part the next request may wait

    private final RawConnection connection;
    private final LongConsumer sent;
    private final int payloadBytes;
    private final long continueInterval; // nanoseconds between requests, while parts are small
    private long requestedAt = System.nanoTime();
    private final CountDownLatch ready;

    FloorFeed(Scenario scenario, LongConsumer sent, Duration continueInterval) throws IOException {
        this.connection = new RawConnection(scenario.server());
        this.sent = sent;
        this.payloadBytes = scenario.payloadBytes();
        this.continueInterval = continueInterval.toNanos();
        this.ready = new CountDownLatch(scenario.stored() ? 0 : 1);
        String since = scenario.stored() ? "[180,[]]" : "[103,[]]";
        String rows = "[182,[" + FloorContender.table(scenario) + "," + since + ",[181,[]]],{\"index\":\"ts\"}]";
        connection.send(1, "[1," + (scenario.stored() ? rows : changes(rows)) + ",{}]");
        var reader = new Thread(this, "floor-feed");
        reader.setDaemon(true);
        reader.start();
    }

    private static String changes(String rows) {
        return "[152,[" + rows + "],{\"include_initial\":true,\"include_states\":true,\"squash\":false,"
                + "\"changefeed_queue_size\":100000}]";
    }

    void awaitReady() throws InterruptedException {
        ready.await();
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more) {
                int length = connection.read();
                more = RawConnection.has(connection.frame(), PARTIAL.length, PARTIAL);
                if (more) {
                    requestNext(length);
                }
                readTimes(connection.frame(), length);
            }
        } catch (IOException e) {
            System.err.println("floor-feed: " + e);
        }
    }

    private void requestNext(int partLength) throws IOException {
        long wait = requestedAt + continueInterval - System.nanoTime();
        if (wait > 0 && partLength < SMALL_PART) {
            LockSupport.parkNanos(wait);
        }
        requestedAt = System.nanoTime();
        connection.send(1, "[2]");
    }

    private void readTimes(byte[] frame, int length) throws IOException {
        if (ready.getCount() > 0 && RawConnection.has(frame, length, READY)) {
            ready.countDown();
        }
        if (length < LONGEST_ERROR && RawConnection.has(frame, length, ERROR)) {
            throw new IOException(connection.text(length));
        }
        int at = RawConnection.find(frame, 0, length, SENT);
        while (at >= 0) {
            at = RawConnection.find(frame, readTime(frame, at + SENT.length), length, SENT);
        }
    }

    /** Reads the time after the name of its field, and returns where the next name may be. */
    private int readTime(byte[] frame, int afterName) {
        boolean packed = RawConnection.isAt(frame, afterName, AFTER_PACKED_SENT);
        if (!packed && !RawConnection.isAt(frame, afterName, AFTER_SENT)) {
            return afterName; // the letters were part of an id
        }
        int at = afterName + (packed ? AFTER_PACKED_SENT : AFTER_SENT).length;
        long time = 0;
        for (; frame[at] >= '0' && frame[at] <= '9'; at++) {
            time = time * 10 + frame[at] - '0';
        }
        sent.accept(time);
        return at + payloadBytes - TIME_FIELD + (packed ? 0 : OTHER_FIELDS);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
