package io.github.rethinkemitter.internal.config;

/** Where events are stored, and how safely. */
public record TableSettings(String db, String table, Create create, Durability durability, boolean persist) {

    /** Whether missing databases, tables and indexes are made. */
    public enum Create {
        IF_MISSING,
        NEVER
    }

    /** What an acknowledgement means: on disk, or in memory. */
    public enum Durability {
        HARD,
        SOFT
    }
}
