package io.github.rethinkemitter.embedded.wire;

import java.io.IOException;

/** A client sent a query that is larger than the server takes. The connection ends after the reply. */
public final class FrameTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long token;

    FrameTooLargeException(long token, long size) {
        super("Query size (" + size + ") greater than maximum (" + (Frames.MAX_QUERY - 1) + ").");
        this.token = token;
    }

    public long token() {
        return token;
    }
}
