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

    /** How the events of a document are stored. */
    enum Stored {
        /** One event in a document. */
        SINGLE("\"sent\":", 300),
        /** Many events in one text of the document. */
        PACKED("\\\"sent\\\":", 200);

        private final byte[] sent;
        private final int minDistance; // bytes from one time to the next

        Stored(String sent, int minDistance) {
            this.sent = sent.getBytes(US_ASCII);
            this.minDistance = minDistance;
        }
    }

    private static final byte[] READY = "\"ready\"".getBytes(US_ASCII);
    private static final byte[] ERROR = "\"error\"".getBytes(US_ASCII);
    private static final byte[] PARTIAL = "{\"t\":3".getBytes(US_ASCII);
    private static final int SMALL_PART = 1 << 14; // bytes; after a smaller part the next request may wait

    private final RawConnection connection;
    private final LongConsumer sent;
    private final Stored stored;
    private final long continueInterval; // nanoseconds between requests, while parts are small
    private long requestedAt = System.nanoTime();
    private final CountDownLatch ready;

    FloorFeed(Scenario scenario, LongConsumer sent, Stored stored, Duration continueInterval) throws IOException {
        this.connection = new RawConnection(scenario.server());
        this.sent = sent;
        this.stored = stored;
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
        if (length < stored.minDistance && RawConnection.has(frame, length, ERROR)) {
            throw new IOException(connection.text(length));
        }
        int at = RawConnection.find(frame, 0, length, stored.sent);
        while (at >= 0) {
            long time = 0;
            for (at += stored.sent.length; frame[at] >= '0' && frame[at] <= '9'; at++) {
                time = time * 10 + frame[at] - '0';
            }
            sent.accept(time);
            at = RawConnection.find(frame, at + stored.minDistance, length, stored.sent);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
