package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.reql.Cursor;
import org.jspecify.annotations.Nullable;

/** A query of one connection that is running or whose cursor is open. */
final class OpenQuery {
    private final long token;
    // Under this object's lock.
    private @Nullable Cursor cursor;
    private boolean asked;
    // Set under the lock, read without: a running query looks at it all the time.
    private volatile boolean stopped;

    OpenQuery(long token) {
        this.token = token;
    }

    long token() {
        return token;
    }

    /** The query gave a cursor; false when it was stopped meanwhile and the cursor is not wanted any more. */
    synchronized boolean opened(Cursor opened) {
        cursor = opened;
        return !stopped;
    }

    /** Whether nobody waits for its result any longer: it was stopped, or its connection is gone. */
    boolean isStopped() {
        return stopped;
    }

    synchronized @Nullable Cursor cursor() {
        return cursor;
    }

    /** The client waits for a batch. */
    synchronized void ask() {
        asked = true;
    }

    /** Whether somebody waits for a batch; whoever is told yes must answer. */
    synchronized boolean takeAsked() {
        boolean was = asked;
        asked = false;
        return was;
    }

    /** Ends it; true when a client waits for a batch that will never come. */
    synchronized boolean stop() {
        stopped = true;
        if (cursor != null) {
            cursor.close();
        }
        return takeAsked();
    }
}
