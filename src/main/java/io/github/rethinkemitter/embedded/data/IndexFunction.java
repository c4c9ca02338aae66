package io.github.rethinkemitter.embedded.data;

/** The function of a secondary index. */
@FunctionalInterface
public interface IndexFunction {
    /** The value of a document. A {@link ReqlException} means that the document is not in the index. */
    Datum valueOf(Obj document);
}
