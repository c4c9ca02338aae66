package io.github.rethinkemitter.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The library's feed, or the rows of its table, of which nothing is read but the time in each payload. The next part is
 * asked for before one is looked at.
 */
final class FloorFeed implements Runnable, AutoCloseable {

    private static final byte[] SENT = "\"sent\":".getBytes(US_ASCII);
    private static final byte[] READY = "\"ready\"".getBytes(US_ASCII);
    private static final byte[] ERROR = "\"error\"".getBytes(US_ASCII);
    private static final byte[] PARTIAL = "{\"t\":3".getBytes(US_ASCII);
    private static final int LITTLE = 1 << 14; // bytes of a part before whose successor events gather
    private static final int DOCUMENT = 300; // a document is longer, so that the next time is further on

    private final RawConnection link;
    private final LongConsumer sent;
    private final long pace; // nanoseconds from one question to the next, when little comes
    private long askedAt = System.nanoTime();
    private final CountDownLatch ready;

    FloorFeed(Scenario scene, LongConsumer sent, Duration pace) throws IOException {
        this.link = new RawConnection(scene.server());
        this.sent = sent;
        this.pace = pace.toNanos();
        this.ready = new CountDownLatch(scene.stored() ? 0 : 1);
        String since = scene.stored() ? "[180,[]]" : "[103,[]]";
        String rows = "[182,[" + FloorContender.table(scene) + "," + since + ",[181,[]]],{\"index\":\"ts\"}]";
        link.send(1, "[1," + (scene.stored() ? rows : changes(rows)) + ",{}]");
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
                int length = link.read();
                more = RawConnection.has(link.frame(), PARTIAL.length, PARTIAL);
                if (more) {
                    ask(length);
                }
                look(link.frame(), length);
            }
        } catch (IOException e) {
            System.err.println("floor-feed: " + e);
        }
    }

    private void ask(int answered) throws IOException {
        long wait = askedAt + pace - System.nanoTime();
        if (wait > 0 && answered < LITTLE) {
            LockSupport.parkNanos(wait);
        }
        askedAt = System.nanoTime();
        link.send(1, "[2]");
    }

    private void look(byte[] frame, int length) throws IOException {
        if (ready.getCount() > 0 && RawConnection.has(frame, length, READY)) {
            ready.countDown();
        }
        if (length < DOCUMENT && RawConnection.has(frame, length, ERROR)) {
            throw new IOException(link.text(length));
        }
        int at = RawConnection.find(frame, 0, length, SENT);
        while (at >= 0) {
            long time = 0;
            for (at += SENT.length; frame[at] >= '0' && frame[at] <= '9'; at++) {
                time = time * 10 + frame[at] - '0';
            }
            sent.accept(time);
            at = RawConnection.find(frame, at + DOCUMENT, length, SENT);
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
