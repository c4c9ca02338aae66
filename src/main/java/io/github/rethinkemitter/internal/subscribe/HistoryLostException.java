package io.github.rethinkemitter.internal.subscribe;

import java.io.IOException;

/** Events that a subscription needs were deleted, and the settings ask for a decision before it continues. */
public final class HistoryLostException extends IOException {

    private static final long serialVersionUID = 1L;

    HistoryLostException(String message) {
        super(message);
    }
}
