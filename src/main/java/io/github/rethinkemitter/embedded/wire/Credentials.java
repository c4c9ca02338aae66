package io.github.rethinkemitter.embedded.wire;

import org.jspecify.annotations.Nullable;

/** The users whom the handshake may let in. */
public interface Credentials {
    /** The hash of a user's password, or null when there is no such user. */
    @Nullable
    PasswordHash passwordOf(String user);
}
