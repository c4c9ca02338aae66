package io.github.rethinkemitter.internal.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stores events on which observers failed. Safe for use by many threads; returns at once. */
public interface Parking {

    /**
     * Stores what became of an attempt, as soon and as often as it takes.
     *
     * @param stored told the primary key of the entry, on another thread, when the outcome is on the server's disk; returns quickly
     */
    void store(AttemptOutcome outcome, Consumer<String> stored);

    /** The group of an observer's events that have something in common, such as a key. */
    String groupOf(String observer, String common);

    /**
     * The first entry of a group is done, and the one that it held back follows.
     *
     * @param by who redrove the first; null for nobody
     * @param left told, on another thread, whether the group has entries; returns quickly
     */
    void advance(String group, @Nullable String by, Consumer<Boolean> left);

    /** An attempt at a stored event was not made, and is left to later or to another process. */
    void giveBack(StoredAttempt attempt);
}
