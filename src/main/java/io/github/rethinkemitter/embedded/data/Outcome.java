package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/** What became of one document in a write. */
public sealed interface Outcome {
    /** It was inserted, replaced or deleted. */
    record Changed(Change change) implements Outcome {}

    /** It is as before; null when there was and is none. */
    record Unchanged(@Nullable Obj document) implements Outcome {}

    /** The write was refused. */
    record Refused(@Nullable Obj document, ReqlException reason) implements Outcome {}
}
