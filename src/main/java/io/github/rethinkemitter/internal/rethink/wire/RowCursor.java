package io.github.rethinkemitter.internal.rethink.wire;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query on a {@link FeedConnection}. The server sends them in parts: the first by itself, each further one when
 * it is requested. Used by the thread of the connection.
 *
 * <p>The connection requests a part when {@link #nanosUntilRequest} is 0. It may do so a little earlier, before it reads a large
 * part that has come, when {@link #mayRequestEarly} says so. At most two parts are held that nobody has read yet, unless all rows
 * are wanted together.
 */
public final class RowCursor {

    /** How the rows are read. */
    enum Kind {
        /** A changefeed, whose next part may take as long as nothing changes. */
        FEED(2),
        /** Rows that are read one by one. */
        ROWS(2),
        /** Rows that are read when all have come. */
        ANSWER(Integer.MAX_VALUE);

        private final int mostParts; // that are held beside the one that is being read

        Kind(int mostParts) {
            this.mostParts = mostParts;
        }
    }

    final long token;
    final RowReader rows;
    private final ContinueThrottle throttle;
    private final Kind kind;
    private final Deque<List<Object>> parts = new ArrayDeque<>();
    private Iterator<Object> current = Collections.emptyIterator();
    private boolean partRequested; // and has not come: the server accepts one request at a time
    private long dueBy; // when that part must have come
    private boolean begun;
    private @Nullable IOException end; // what comes after the rows; null while there may be more

    RowCursor(long token, RowReader rows, ContinueThrottle throttle, Kind kind) {
        this.token = token;
        this.rows = rows;
        this.throttle = throttle;
        this.kind = kind;
    }

    boolean isFeed() {
        return kind == Kind.FEED;
    }

    boolean isAnswer() {
        return kind == Kind.ANSWER;
    }

    /** Whether the server has answered for the first time. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether nothing more will come, because all rows have come or because the query has failed. */
    public boolean isComplete() {
        return end != null;
    }

    /** Whether there is a row, or nothing more will come. */
    boolean hasNews() {
        return end != null || !parts.isEmpty() || current.hasNext();
    }

    /** The next row; null when none has come. */
    @Nullable
    public Object next() {
        while (!current.hasNext() && !parts.isEmpty()) {
            current = parts.remove().iterator();
        }
        return nextOfPart();
    }

    /** The next row of the part that the last one was in; null when that was its last. */
    @Nullable
    public Object nextOfPart() {
        return current.hasNext() ? current.next() : null;
    }

    /** Why nothing more comes, after the rows that are there; null while there may be more. */
    @Nullable
    public IOException end() {
        return end;
    }

    /** All rows, once the cursor is complete. */
    public List<Object> all() throws IOException {
        if (!(end instanceof FeedConnection.Complete)) {
            throw end == null ? new IOException("the answer is not complete") : end;
        }
        List<Object> all = new ArrayList<>();
        for (Object row = next(); row != null; row = next()) {
            all.add(row);
        }
        return all;
    }

    /** How long until the next part should be requested; {@code Long.MAX_VALUE} while none should. */
    long nanosUntilRequest(long now) {
        boolean none = partRequested || end != null || parts.size() >= kind.mostParts;
        return none ? Long.MAX_VALUE : throttle.nanosUntilNext(now);
    }

    /** Whether a part that has come, and that is not the last, may be read after the next part was requested. */
    boolean mayRequestEarly() {
        return parts.size() + 1 < kind.mostParts && throttle.nanosUntilNext(System.nanoTime()) == 0;
    }

    /**
     * A part was requested.
     *
     * @param until when it must have come
     */
    void requested(long until) {
        partRequested = true;
        dueBy = until;
        throttle.requested(System.nanoTime());
    }

    boolean isLate(long now) {
        return partRequested && now > dueBy;
    }

    /**
     * A part was received and read.
     *
     * @param last whether the server has no more
     * @param nextRequested whether the part after it was requested early
     */
    void received(List<Object> part, boolean last, boolean nextRequested) {
        begun = true;
        partRequested = nextRequested && !last;
        throttle.received(part.size());
        if (!part.isEmpty()) {
            parts.add(part);
        }
    }

    /** Nothing more will come. The first reason counts. */
    void endBecause(IOException cause) {
        end = end == null ? cause : end;
    }
}
