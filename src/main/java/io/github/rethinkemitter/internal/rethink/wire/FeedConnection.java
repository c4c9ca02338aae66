package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose answers are read by the thread that sends the queries. While this thread waits for one answer it reads whatever
 * comes, and puts each part where it belongs. Used by one thread, but closed by any.
 *
 * <p>Deadlines and the heartbeat count only the time in which the thread waited for the server: while it does something else, nobody
 * can know whether the server is silent.
 */
public final class FeedConnection implements AutoCloseable {

    // Bytes of a part whose reading takes longer than to request the next part.
    private static final int LARGE = 1 << 12;

    // A buffer that had to grow beyond this size is not kept.
    private static final int KEPT = 1 << 20;

    private final RethinkSocket socket;
    private final String where;
    private final Duration limit;
    private final HeartbeatMonitor monitor;
    private final FrameReader frames = new FrameReader();
    private final Map<Long, RowCursor> cursors = new HashMap<>();
    private final byte[] header = new byte[FrameHeader.BYTES];
    private byte[] frame = new byte[1 << 16];
    private long lastToken;
    private long nanosWaited; // for the server, since the beginning
    private long answersEnded;
    private @Nullable IOException end;
    private volatile boolean closed;

    /**
     * Uses a socket whose login is done.
     *
     * @param where names the host in messages
     * @param limit how long an answer may take
     */
    FeedConnection(RethinkSocket socket, String where, Heartbeat heartbeat, Duration limit) {
        this.socket = socket;
        this.where = where;
        this.limit = limit;
        this.monitor = new HeartbeatMonitor(heartbeat, 0);
    }

    /**
     * Begins a changefeed. Its rows come in parts, of which only the first has a deadline.
     *
     * @param gathering how long rows gather for each part of a busy feed
     */
    public RowCursor follow(String term, RowReader rows, Duration gathering) {
        return begin(term, rows, RowCursor.Kind.FEED, gathering);
    }

    /** Begins a query whose rows come in parts, each of which has a deadline. */
    public RowCursor read(String term, RowReader rows) {
        return begin(term, rows, RowCursor.Kind.ROWS, Duration.ZERO);
    }

    /** Begins a query whose rows are wanted together. */
    public RowCursor ask(String term, RowReader rows) {
        return begin(term, rows, RowCursor.Kind.ANSWER, Duration.ZERO);
    }

    private RowCursor begin(String term, RowReader rows, RowCursor.Kind kind, Duration gathering) {
        var cursor = new RowCursor(++lastToken, rows, new ContinueThrottle(gathering), kind);
        cursors.put(cursor.token, cursor);
        cursor.requested(nanosWaited + limit.toNanos());
        send(cursor, QueryFrames.start(cursor.token, term));
        return cursor;
    }

    /** Sends a query and waits for all rows of its answer. */
    public List<Object> call(String term, RowReader rows) throws IOException {
        return await(ask(term, rows));
    }

    /** The same, but an interrupt ends the waiting. */
    public List<Object> callInterruptibly(String term, RowReader rows) throws IOException {
        RowCursor cursor = ask(term, rows);
        while (!cursor.isComplete()) {
            Failures.failIfInterrupted();
            readOn();
        }
        return cursor.all();
    }

    /** Waits for all rows of an answer. */
    public List<Object> await(RowCursor cursor) throws IOException {
        while (!cursor.isComplete()) {
            readOn();
        }
        return cursor.all();
    }

    private void readOn() throws IOException {
        requestParts();
        readFrame(System.nanoTime() + HeartbeatMonitor.TICK_NANOS);
    }

    /**
     * Waits until the server has answered for the first time.
     *
     * @throws IOException why it did not
     */
    public void awaitBegin(RowCursor cursor) throws IOException {
        while (!cursor.hasNews() && !cursor.hasBegun()) {
            await(cursor, HeartbeatMonitor.TICK_NANOS);
        }
        IOException cause = cursor.end();
        if (cause != null && !cursor.hasBegun()) {
            throw cause;
        }
    }

    /** Waits until the cursor has a row or has come to its end, any answer has come to its end, or the time is over. */
    public void await(RowCursor cursor, long nanos) throws IOException {
        long now = System.nanoTime();
        long deadline = nanos > Long.MAX_VALUE / 2 ? now + Long.MAX_VALUE / 2 : now + nanos;
        long endedBefore = answersEnded;
        while (!cursor.hasNews() && answersEnded == endedBefore) {
            requestParts();
            now = System.nanoTime();
            boolean came = readFrame(now + Math.min(deadline - now, cursor.nanosUntilRequest(now)));
            if (!came && System.nanoTime() - deadline >= 0) {
                return;
            }
        }
    }

    /** Waits for no more rows of a query, and lets the server forget it. */
    public void stop(RowCursor cursor) {
        if (cursors.remove(cursor.token) != null && !cursor.isComplete()) {
            cursor.endBecause(new IOException("RTH0231 the feed was closed by this side"));
            write(QueryFrames.stop(cursor.token));
        }
    }

    private void requestParts() {
        long now = System.nanoTime();
        for (RowCursor cursor : List.copyOf(cursors.values())) {
            if (cursor.nanosUntilRequest(now) == 0) {
                requestPart(cursor);
            }
        }
    }

    private void requestPart(RowCursor cursor) {
        cursor.requested(cursor.isFeed() ? Long.MAX_VALUE : nanosWaited + limit.toNanos());
        send(cursor, QueryFrames.next(cursor.token));
    }

    private void send(RowCursor cursor, byte[] query) {
        if (!write(query)) {
            cursor.endBecause(endedBecause());
        }
    }

    private boolean write(byte[] query) {
        try {
            if (end == null) {
                socket.write(query, 0, query.length);
                return true;
            }
        } catch (IOException e) {
            lost(e);
        }
        return false;
    }

    // Reads one frame if one begins before the deadline, and says whether it did.
    private boolean readFrame(long deadline) throws IOException {
        try {
            if (end != null) {
                throw end;
            }
            if (!readHeader(deadline)) {
                return false;
            }
            FrameHeader head = FrameHeader.read(header);
            readBody(head.length());
            received(head.token(), head.length());
            return true;
        } catch (IOException | RuntimeException | Error e) {
            throw lost(e);
        } finally {
            if (frame.length > KEPT) {
                frame = new byte[KEPT];
            }
        }
    }

    private boolean readHeader(long deadline) throws IOException {
        int at = 0;
        while (at < header.length) {
            long left = at > 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (left <= 0 && !socket.hasMore()) {
                return false;
            }
            at += readSome(header, at, header.length - at, left);
        }
        return true;
    }

    // The buffer grows with the bytes that have come, and not with the length that was announced.
    private void readBody(int length) throws IOException {
        int at = 0;
        while (at < length) {
            if (at == frame.length) {
                frame = Arrays.copyOf(frame, (int) Math.min(length, 2L * frame.length));
            }
            at += readSome(frame, at, Math.min(length, frame.length) - at, Long.MAX_VALUE);
        }
    }

    // 0 when nothing came within the time, or within a tick.
    private int readSome(byte[] into, int offset, int length, long nanos) throws IOException {
        long before = System.nanoTime();
        try {
            long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
            socket.setReadTimeout((int) Math.min(HeartbeatMonitor.TICK_MILLIS, millis));
            int count = socket.readSome(into, offset, length);
            nanosWaited += System.nanoTime() - before;
            monitor.bytesCame(nanosWaited);
            return count;
        } catch (SocketTimeoutException e) {
            nanosWaited += System.nanoTime() - before;
            lookAfterDeadlines();
            return 0;
        }
    }

    private void lookAfterDeadlines() throws IOException {
        switch (monitor.due(nanosWaited)) {
            case NOTHING -> {}
            case TICK -> endLateCursors();
            case PING -> write(QueryFrames.ping());
            case GIVE_UP -> throw monitor.silentTooLong();
        }
    }

    private void endLateCursors() {
        List<RowCursor> late = cursors.values().stream()
                .filter(cursor -> cursor.isLate(nanosWaited))
                .toList();
        late.forEach(cursor -> end(cursor, Failures.late(where)));
    }

    private void received(long token, int length) {
        RowCursor cursor = cursors.get(token);
        if (cursor == null) {
            return; // a part of a query that was stopped, or is late
        }
        // A large part is read while the server prepares the next.
        boolean nextRequested = length >= LARGE && FrameReader.isPart(frame, length) && cursor.mayRequestEarly();
        if (nextRequested) {
            requestPart(cursor);
        }
        try {
            received(cursor, frames.read(token, frame, length, cursor.rows), nextRequested);
        } catch (IOException | RuntimeException e) {
            end(cursor, Failures.unreadable(where, e));
        }
    }

    private void received(RowCursor cursor, Response part, boolean nextRequested) {
        if (part.type.isError()) {
            end(cursor, QueryFailedException.of(part));
            return;
        }
        boolean last = part.type != ResponseType.SUCCESS_PARTIAL;
        cursor.received(part.data, last, nextRequested);
        if (last) {
            end(cursor, new Complete(where));
        }
    }

    private void end(RowCursor cursor, IOException cause) {
        cursors.remove(cursor.token);
        cursor.endBecause(cause);
        if (cursor.isAnswer()) {
            answersEnded++;
        }
    }

    private IOException lost(Throwable cause) {
        if (end == null) {
            end = closed ? Failures.closedByThisSide(where) : Failures.lost(where, cause);
            socket.close();
            List.copyOf(cursors.values()).forEach(cursor -> end(cursor, endedBecause()));
        }
        return end;
    }

    private IOException endedBecause() {
        return end == null ? Failures.closedByThisSide(where) : end;
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }

    /** All rows of a query have come. */
    public static final class Complete extends IOException {

        private static final long serialVersionUID = 1L;

        private Complete(String where) {
            super("RTH0230 the database at " + where + " ended the feed");
        }
    }
}
