package io.github.rethinkemitter.embedded.data;

import java.util.Locale;

/** What a user may do. */
public enum Permission {
    READ,
    WRITE,
    CONFIG,
    CONNECT;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
