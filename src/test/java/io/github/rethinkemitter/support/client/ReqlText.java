package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Translates ReQL, written as in JavaScript, into the JSON of the protocol.
 *
 * <pre>
 * query    = [ parameters "=&gt;" ] chain
 * chain    = start ( "." method arguments | "(" query ")" )*        in brackets: a field or an index, as in row('a')
 * start    = "r." method [ arguments ] | literal | parameter | "(" query ")"
 * literal  = JSON, with single quotes and bare keys allowed, and queries as values
 * </pre>
 *
 * An object literal after the last argument of a method has the options: {@code between(1, 2, {index: 'ts'})}.
 */
public final class ReqlText {

    private ReqlText() {}

    /** The term in the JSON of the protocol. */
    public static JsonNode toWire(String text) {
        ReqlReader reader = new ReqlReader(new ReqlTokens(text));
        return reader.readAll();
    }
}
