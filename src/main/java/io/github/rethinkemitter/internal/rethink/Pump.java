package io.github.rethinkemitter.internal.rethink;

import com.rethinkdb.net.Response;
import com.rethinkdb.net.ResponsePump;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.rethink.Waiting.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers and hands them to those who wait. Whoever reads wakes at least once a tick, and is therefore the one who
 * watches: over late answers, and over the server's silence.
 *
 * <p>The thread that runs this reads, until it has handed a part of a feed to its reader. While that one waits for the next
 * part it reads itself ({@link #readFor}), which spares a change of threads for each part; this thread stands by, and goes on
 * when it is called, or when nobody has read for a tick.
 */
final class Pump implements ResponsePump, Runnable {

    static final int TICK_MILLIS = 100;

    // No query has this token, so that nobody waits for the answer: that any byte comes is enough.
    private static final long PING = 0;

    private static final Duration JOIN = Duration.ofSeconds(5);

    private final LinkSocket socket;
    private final String where;
    private final Waiting waiting = new Waiting();
    private final FrameReader frames = new FrameReader();
    private List<Thread> threads = List.of();

    // Who holds it reads, and nobody waits for it.
    private final ReentrantLock reading = new ReentrantLock();
    private final FrameInput input; // guarded by reading, as are the next two
    private final Silence silence;
    private @Nullable Handover handover; // ends the turn of who reads
    private final AtomicInteger reads = new AtomicInteger(); // tells who stands by that somebody reads
    private volatile @Nullable Thread own;
    private volatile boolean called;

    // Set once, by the first who finds a reason; what waits then, or comes later, fails with it.
    private final AtomicReference<@Nullable IOException> end = new AtomicReference<>();
    private final CompletableFuture<IOException> ended = new CompletableFuture<>();

    // A part of a feed: who waits for it finds the socket free, and reads himself while he waits for the next one.
    private record Handover(Waiter reader, Response part) {}

    Pump(LinkSocket socket, String where, Heartbeat heartbeat) {
        this.socket = socket;
        this.where = where;
        this.input = new FrameInput(socket);
        this.silence = new Silence(heartbeat, System.nanoTime());
    }

    /** The threads to wait for in {@link #join}. */
    void servedBy(List<Thread> all) {
        threads = all;
    }

    Waiting waiting() {
        return waiting;
    }

    /** Why the link has ended, or {@code otherwise} while it has not. */
    IOException cause(IOException otherwise) {
        IOException cause = end.get();
        return cause == null ? otherwise : cause;
    }

    CompletableFuture<IOException> ended() {
        return ended;
    }

    /** The one door out. Closes the socket, which frees who is stuck in reading or writing it. */
    void end(IOException cause) {
        if (end.compareAndSet(null, cause)) {
            socket.close();
            waiting.failAll(cause);
            ended.complete(cause);
            LockSupport.unpark(own);
        }
    }

    void lost(IOException cause) {
        end(new IOException(
                "RTH0210 the connection to " + where + " was lost: " + Failures.reason(cause)
                        + ". It is opened again by itself",
                cause));
    }

    @Override
    public void run() {
        own = Thread.currentThread();
        while (isAlive()) {
            readWhile(() -> true, null);
            standBy();
        }
        own = null;
    }

    /**
     * Reads in the caller's thread, unless another one does, until his answer is there, the time is up, or he is interrupted.
     */
    void readFor(CompletableFuture<?> answer, Deadline deadline) {
        while (readWhile(() -> !answer.isDone() && !Thread.currentThread().isInterrupted(), deadline)) {
            // What came was for another reader.
        }
    }

    /** Reads while it is wanted, until something was handed over; true when it may be taken up again. */
    private boolean readWhile(BooleanSupplier wanted, @Nullable Deadline deadline) {
        if (!wanted.getAsBoolean() || !reading.tryLock()) {
            return false;
        }
        Handover last;
        try {
            handover = null;
            while (isAlive() && handover == null && wanted.getAsBoolean() && (deadline == null || !deadline.isOver())) {
                read(deadline == null ? TICK_MILLIS : deadline.millisAtMost(TICK_MILLIS));
            }
        } catch (IOException e) {
            lost(e);
        } catch (RuntimeException | Error e) {
            lost(new IOException(e));
        } finally {
            last = handover;
            reading.unlock();
        }
        return last != null && last.reader().answer().complete(last.part());
    }

    // Ends at once when called, else when nobody has read for as long as a reader takes to wake.
    private void standBy() {
        int before = reads.get() - 1;
        while (isAlive() && !called && (reading.isLocked() || reads.get() != before)) {
            before = reads.get();
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
        }
        called = false;
    }

    /** The caller waits without reading, or will not read for a while: somebody else has to. */
    void call() {
        if (!reading.isLocked()) {
            called = true;
            LockSupport.unpark(own);
        }
    }

    private void read(int millis) throws IOException {
        FrameInput.Came came = input.read(millis);
        reads.incrementAndGet();
        long now = System.nanoTime();
        if (came != FrameInput.Came.NOTHING) {
            silence.broken(now);
        }
        if (came == FrameInput.Came.FRAME) {
            socket.answered(input.token());
            answer(waiting.get(input.token()));
            input.done();
        }
        watch(now);
    }

    private void answer(@Nullable Waiter waiter) {
        if (waiter == null) {
            return;
        }
        long token = input.token();
        try {
            Response response = frames.read(token, input.json(), input.length(), waiter.rows());
            if (waiting.remove(token, waiter)) {
                if (waiter.reads()) {
                    handover = new Handover(waiter, response);
                } else {
                    waiter.answer().complete(response);
                }
            }
        } catch (IOException e) {
            waiting.fail(
                    token,
                    new IOException("RTH0214 an answer of " + where + " cannot be read: " + Failures.reason(e), e));
        }
    }

    private void watch(long now) throws IOException {
        switch (silence.at(now)) {
            case FINE -> {}
            case TICK -> waiting.failLate(where);
            case ASK -> socket.write(RawQuery.ping(PING).serialize());
            case DEAD ->
                throw new IOException(
                        "it has been silent for " + silence.limit().toMillis() + " ms");
        }
    }

    /** Sends a query for somebody who reads while he waits for the answer. */
    CompletableFuture<Response> ask(RawQuery query, Rows rows) {
        CompletableFuture<Response> answer = waiting.addReading(query.token, rows);
        socket.write(query.serialize());
        IOException cause = end.get();
        if (cause != null) {
            waiting.fail(query.token, cause);
        }
        return answer;
    }

    @Override
    public CompletableFuture<Response> await(long token) {
        Waiter waiter = waiting.get(token);
        IOException cause = end.get();
        if (cause != null) {
            waiting.fail(token, cause);
        }
        return waiter != null
                ? waiter.answer()
                : CompletableFuture.failedFuture(cause(new IOException("not asked for")));
    }

    @Override
    public boolean isAlive() {
        return end.get() == null;
    }

    @Override
    public void shutdownPump() {
        end(new IOException("RTH0211 the connection to " + where + " was closed by this side"));
    }

    /** Waits for the threads to be gone. */
    void join() {
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(JOIN.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
