package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.reql.Cursor;
import org.jspecify.annotations.Nullable;

/** A query of one connection: either it is running, or its cursor is open. */
final class OpenQuery {
    private final long token;
    // Both guarded by this object's lock.
    private @Nullable Cursor cursor;
    private boolean batchWanted;
    // Set under the lock, and read without it, because a running query reads it very often.
    private volatile boolean stopped;

    OpenQuery(long token) {
        this.token = token;
    }

    long token() {
        return token;
    }

    /** Takes the query's cursor. Returns false when the query was stopped meanwhile, so that nobody will read the cursor. */
    synchronized boolean opened(Cursor opened) {
        cursor = opened;
        return !stopped;
    }

    /** Whether nobody waits for the result any longer, because the query was stopped or its connection was closed. */
    boolean isStopped() {
        return stopped;
    }

    synchronized @Nullable Cursor cursor() {
        return cursor;
    }

    /** Notes that the client waits for a batch. */
    synchronized void wantBatch() {
        batchWanted = true;
    }

    /** Returns whether the client waits for a batch. A caller that gets true must send one: nobody else will. */
    synchronized boolean takeWanted() {
        boolean wanted = batchWanted;
        batchWanted = false;
        return wanted;
    }

    /** Ends the query. Returns whether its client waits for a batch, which will not come any more. */
    synchronized boolean stop() {
        stopped = true;
        if (cursor != null) {
            cursor.close();
        }
        return takeWanted();
    }
}
