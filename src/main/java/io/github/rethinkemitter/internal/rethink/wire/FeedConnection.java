package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.proto.ResponseType;
import com.rethinkdb.net.Response;
import io.github.rethinkemitter.internal.concurrent.StageFailure;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is read by the thread that asks. What comes is read while that thread waits for something, and put where
 * it belongs, whatever was waited for. Used by one thread, but closed by any.
 *
 * <p>Deadlines and the heartbeat count the time in which this thread waited for the server. What the thread does otherwise is
 * no silence of the server.
 *
 * <pre>
 * frame = token: 8 bytes, little endian; length: 4 bytes, little endian; JSON
 * </pre>
 */
public final class FeedConnection implements AutoCloseable {

    private static final int HEADER = 12;

    // Bytes of an answer whose reading takes longer than to ask for what follows it.
    private static final int LARGE = 1 << 12;

    // A buffer that had to grow beyond this is not kept.
    private static final int KEPT = 1 << 20;

    // No query has this token: that any byte comes is enough.
    private static final long PING = 0;

    private final RethinkSocket socket;
    private final String where;
    private final Duration limit;
    private final HeartbeatMonitor silence;
    private final FrameReader frames = new FrameReader();
    private final Map<Long, RowCursor> cursors = new HashMap<>();
    private final byte[] header = new byte[HEADER];
    private byte[] frame = new byte[1 << 16];
    private long lastToken;
    private long waited; // nanoseconds in which this thread waited for the server, since the beginning
    private long answers; // how many answers have come to their end
    private @Nullable IOException end;
    private volatile boolean closed;

    /**
     * Reads a socket whose login is done.
     *
     * @param limit how long an answer may take
     */
    FeedConnection(RethinkSocket socket, String where, Heartbeat heartbeat, Duration limit) {
        this.socket = socket;
        this.where = where;
        this.limit = limit;
        this.silence = new HeartbeatMonitor(heartbeat, 0);
    }

    /** Asks for rows that come in parts, of which only the first has a deadline. */
    public RowCursor follow(String term, RowReader rows, ContinueThrottle pace) {
        return begin(new RowCursor(++lastToken, rows, pace, RowCursor.Kind.FEED), term);
    }

    /** Asks for rows that come in parts, each of which has a deadline. */
    public RowCursor read(String term, RowReader rows) {
        return begin(new RowCursor(++lastToken, rows, new ContinueThrottle(Duration.ZERO), RowCursor.Kind.ROWS), term);
    }

    /** Asks for rows that are wanted together. */
    public RowCursor ask(String term, RowReader rows) {
        return begin(
                new RowCursor(++lastToken, rows, new ContinueThrottle(Duration.ZERO), RowCursor.Kind.ANSWER), term);
    }

    private RowCursor begin(RowCursor cursor, String term) {
        cursors.put(cursor.token, cursor);
        cursor.asked(waited + limit.toNanos());
        send(cursor, RawQuery.start(cursor.token, term));
        return cursor;
    }

    /** All rows of an answer. */
    public List<Object> call(String term, RowReader rows) throws IOException {
        return await(ask(term, rows));
    }

    /** All rows of an answer that was asked for. */
    public List<Object> await(RowCursor cursor) throws IOException {
        while (!cursor.isComplete()) {
            askOn();
            read(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SocketReader.TICK_MILLIS));
        }
        return cursor.all();
    }

    /**
     * Reads until the cursor has a row, has come to its end, another answer has come to its end, or the time is up.
     */
    public void await(RowCursor cursor, long nanos) throws IOException {
        long now = System.nanoTime();
        long deadline = nanos > Long.MAX_VALUE / 2 ? now + Long.MAX_VALUE / 2 : now + nanos;
        long answered = answers;
        while (!cursor.hasNews() && answers == answered) {
            askOn();
            now = System.nanoTime();
            long pause = cursor.nanosUntilAsked(now);
            boolean came = read(now + Math.min(deadline - now, pause));
            if (!came && System.nanoTime() - deadline >= 0) {
                return;
            }
        }
    }

    /** Waits for no more of a sequence, and lets the server forget it. */
    public void stop(RowCursor cursor) {
        if (cursors.remove(cursor.token) != null && cursor.isOpen()) {
            cursor.end(new IOException("RTH0231 the feed was closed by this side"));
            write(RawQuery.stop(cursor.token));
        }
    }

    private void askOn() {
        long now = System.nanoTime();
        for (RowCursor cursor : List.copyOf(cursors.values())) {
            if (cursor.nanosUntilAsked(now) == 0) {
                askOn(cursor);
            }
        }
    }

    private void askOn(RowCursor cursor) {
        cursor.asked(cursor.isFeed() ? Long.MAX_VALUE : waited + limit.toNanos());
        send(cursor, RawQuery.next(cursor.token));
    }

    private void send(RowCursor cursor, RawQuery query) {
        if (!write(query)) {
            cursor.end(endedBecause());
        }
    }

    private boolean write(RawQuery query) {
        try {
            if (end == null) {
                socket.write(query.serialize());
                return true;
            }
        } catch (RuntimeException e) {
            lost(StageFailure.cause(e));
        }
        return false;
    }

    /** Reads one frame if one begins before the deadline, and says whether it did. */
    private boolean read(long deadline) throws IOException {
        try {
            if (end != null) {
                throw end;
            }
            if (!readHeader(deadline)) {
                return false;
            }
            ByteBuffer head = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            long token = head.getLong();
            int length = FrameReader.checked(head.getInt());
            readBody(length);
            take(token, length);
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
        while (at < HEADER) {
            long left = at > 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (left <= 0 && !socket.hasMore()) {
                return false;
            }
            at += readSome(header, at, HEADER - at, left);
        }
        return true;
    }

    // The buffer grows with what has come, not with what was announced.
    private void readBody(int length) throws IOException {
        int at = 0;
        while (at < length) {
            if (at == frame.length) {
                frame = Arrays.copyOf(frame, (int) Math.min(length, 2L * frame.length));
            }
            at += readSome(frame, at, Math.min(length, frame.length) - at, Long.MAX_VALUE);
        }
    }

    // 0 when nothing came within the time, or a tick.
    private int readSome(byte[] into, int offset, int length, long nanos) throws IOException {
        long before = System.nanoTime();
        try {
            int millis = (int) Math.min(SocketReader.TICK_MILLIS, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
            int count = socket.readSome(into, offset, length, millis);
            waited += System.nanoTime() - before;
            silence.broken(waited);
            return count;
        } catch (SocketTimeoutException e) {
            waited += System.nanoTime() - before;
            watch();
            return 0;
        }
    }

    private void watch() throws IOException {
        switch (silence.at(waited)) {
            case FINE -> {}
            case TICK ->
                cursors.values().stream()
                        .filter(cursor -> cursor.isLate(waited))
                        .toList()
                        .forEach(cursor -> end(cursor, PendingQueries.late(where)));
            case ASK -> write(RawQuery.ping(PING));
            case DEAD -> throw silence.tooLong();
        }
    }

    private void take(long token, int length) {
        RowCursor cursor = cursors.get(token);
        if (cursor == null) {
            return; // of what was stopped, or not waited for any longer
        }
        boolean askedOn = length >= LARGE && FrameReader.isPart(frame, length) && cursor.takesPartAfterThis();
        if (askedOn) {
            askOn(cursor);
        }
        try {
            take(cursor, frames.read(token, frame, length, cursor.rows), askedOn);
        } catch (IOException | RuntimeException e) {
            end(cursor, FrameReader.unreadable(where, e));
        }
    }

    private void take(RowCursor cursor, Response part, boolean askedOn) {
        if (part.type.isError()) {
            end(cursor, QueryConnection.failure(part));
            return;
        }
        boolean last = part.type != ResponseType.SUCCESS_PARTIAL;
        cursor.take(part.data, last, askedOn);
        if (last) {
            end(cursor, new Complete(where));
        }
    }

    private void end(RowCursor cursor, IOException cause) {
        cursors.remove(cursor.token);
        cursor.end(cause);
        if (cursor.isAnswer()) {
            answers++;
        }
    }

    private IOException lost(Throwable cause) {
        if (end == null) {
            end = closed ? SocketReader.closedByThisSide(where) : SocketReader.lost(where, cause);
            socket.close();
            List.copyOf(cursors.values()).forEach(cursor -> end(cursor, endedBecause()));
        }
        return end;
    }

    private IOException endedBecause() {
        return end == null ? SocketReader.closedByThisSide(where) : end;
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }

    /** A sequence has come to its end. */
    public static final class Complete extends IOException {

        private static final long serialVersionUID = 1L;

        private Complete(String where) {
            super("RTH0230 the database at " + where + " ended the feed");
        }
    }
}
