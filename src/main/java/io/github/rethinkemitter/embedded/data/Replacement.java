package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/** Computes what a write stores in place of a document. Called while the table is locked. */
@FunctionalInterface
public interface Replacement {
    /**
     * The document to store.
     *
     * @param current the stored document, null when there is none
     * @return null to delete the document
     * @throws ReqlException to refuse the write, so that the document stays as it is
     */
    @Nullable
    Obj replace(@Nullable Obj current);
}
