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
 * A sequence of rows on its way over a {@link FeedConnection}. The server sends it in parts, one for each time it is
 * asked. It is asked when a part was taken, or before a large part is read, as the pace allows; what is not read yet is
 * bounded by two parts. Used by the thread of its connection.
 */
public final class RowCursor {

    /** How a sequence is read. */
    enum Kind {
        /** A changefeed, whose next part may take as long as nothing changes. */
        FEED(2),
        /** Rows that are read one by one. */
        ROWS(2),
        /** Rows that are read when all have come. */
        ANSWER(Integer.MAX_VALUE);

        private final int parts; // that may wait beside the one that is being read

        Kind(int parts) {
            this.parts = parts;
        }
    }

    final long token;
    final RowReader rows;
    private final ContinueThrottle pace;
    private final Kind kind;
    private final Deque<List<Object>> parts = new ArrayDeque<>();
    private Iterator<Object> current = Collections.emptyIterator();
    private boolean underway; // whether a part was asked for and has not come: the server takes one question at a time
    private long dueBy;
    private boolean begun;
    private @Nullable IOException end; // what comes after the rows; null while more may

    RowCursor(long token, RowReader rows, ContinueThrottle pace, Kind kind) {
        this.token = token;
        this.rows = rows;
        this.pace = pace;
        this.kind = kind;
    }

    boolean isFeed() {
        return kind == Kind.FEED;
    }

    boolean isAnswer() {
        return kind == Kind.ANSWER;
    }

    boolean isOpen() {
        return end == null;
    }

    /** Whether the server has answered for the first time. */
    public boolean hasBegun() {
        return begun;
    }

    /** Whether it is an answer that has come as a whole, well or not. */
    public boolean isComplete() {
        return end != null;
    }

    /** Whether there is a row, or nothing more will come. */
    public boolean hasNews() {
        return end != null || !parts.isEmpty() || current.hasNext();
    }

    /** The next row if it is there. */
    @Nullable
    public Object next() {
        while (!current.hasNext() && !parts.isEmpty()) {
            current = parts.remove().iterator();
        }
        return current.hasNext() ? current.next() : null;
    }

    /** One more row of the part that the last one was in. */
    @Nullable
    public Object nextOfPart() {
        return current.hasNext() ? current.next() : null;
    }

    /** Why nothing more comes; only after the last row. */
    @Nullable
    public IOException end() {
        return end;
    }

    /** All rows that came, once the sequence is complete. */
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

    /** Forever when it needs no asking. */
    long nanosUntilAsked(long now) {
        return underway || end != null || parts.size() >= kind.parts ? Long.MAX_VALUE : pace.nanosUntilNext(now);
    }

    boolean takesPartAfterThis() {
        return parts.size() + 1 < kind.parts && pace.nanosUntilNext(System.nanoTime()) == 0;
    }

    /** @param until when the next part must have come */
    void asked(long until) {
        underway = true;
        dueBy = until;
        pace.asked(System.nanoTime());
    }

    boolean isLate(long now) {
        return underway && now > dueBy;
    }

    /** @param askedOn whether the next part may have been asked for already */
    void take(List<Object> part, boolean last, boolean askedOn) {
        begun = true;
        underway &= askedOn && !last;
        pace.answered(part.size());
        if (!part.isEmpty()) {
            parts.add(part);
        }
    }

    public void end(IOException cause) {
        end = end == null ? cause : end;
    }
}
