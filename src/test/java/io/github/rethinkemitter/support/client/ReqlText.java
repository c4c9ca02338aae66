package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * ReQL as people write it, turned into the JSON of the wire, so that raw queries can be read.
 *
 * <pre>
 * query    = [ parameters "=&gt;" ] chain
 * chain    = start ( "." method arguments | "(" query ")" )*        the latter is a field or an index, as in row('a')
 * start    = "r." method [ arguments ] | literal | parameter | "(" query ")"
 * literal  = JSON, with single quotes and bare keys allowed, and queries as values
 * </pre>
 *
 * A last object literal beyond the arguments that a method has are its options: {@code between(1, 2, {index: 'ts'})}.
 */
public final class ReqlText {

    private ReqlText() {}

    /** The term that the text means. */
    public static JsonNode toWire(String text) {
        ReqlReader reader = new ReqlReader(new ReqlTokens(text));
        return reader.all();
    }
}
