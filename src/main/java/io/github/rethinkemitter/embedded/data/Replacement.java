package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/** Computes what stands in a document's place after a write; called while the table is locked. */
@FunctionalInterface
public interface Replacement {
    /**
     * What to store.
     *
     * @param current null when there is none
     * @return null to delete
     * @throws ReqlException to refuse; the document stays
     */
    @Nullable
    Obj replace(@Nullable Obj current);
}
