package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/**
 * A change of a document.
 *
 * @param key the document's primary key
 * @param before null when the document was inserted
 * @param after null when the document was deleted
 */
public record Change(
        StoreKey key, @Nullable Obj before, @Nullable Obj after) {}
