package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/**
 * One document's change.
 *
 * @param key its primary key
 * @param before null when it was inserted
 * @param after null when it was deleted
 */
public record Change(
        StoreKey key, @Nullable Obj before, @Nullable Obj after) {}
