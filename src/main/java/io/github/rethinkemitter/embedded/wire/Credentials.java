package io.github.rethinkemitter.embedded.wire;

import org.jspecify.annotations.Nullable;

/** Where the handshake looks users up. */
public interface Credentials {
    /** The hash of that user's password, or null when there is no such user. */
    @Nullable
    PasswordHash passwordOf(String user);
}
