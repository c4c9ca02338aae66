package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/** The result of a write for one document. */
public sealed interface Outcome {
    /** The document was inserted, replaced or deleted. */
    record Changed(Change change) implements Outcome {}

    /** The document is as it was before; null when there was none and is none. */
    record Unchanged(@Nullable Obj document) implements Outcome {}

    /** The write was refused, and the document is as it was before. */
    record Refused(@Nullable Obj document, ReqlException reason) implements Outcome {}
}
