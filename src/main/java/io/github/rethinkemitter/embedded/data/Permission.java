package io.github.rethinkemitter.embedded.data;

import java.util.Locale;

/** A permission that a user can be granted. */
public enum Permission {
    READ,
    WRITE,
    CONFIG,
    CONNECT;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
