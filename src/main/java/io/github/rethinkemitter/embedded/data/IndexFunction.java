package io.github.rethinkemitter.embedded.data;

/** Computes a document's value in a secondary index. */
@FunctionalInterface
public interface IndexFunction {
    /** The value; a {@link ReqlException} means the document is not in the index. */
    Datum valueOf(Obj document);
}
