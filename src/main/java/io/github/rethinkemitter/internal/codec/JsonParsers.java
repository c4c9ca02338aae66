package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.rethinkemitter.internal.json.JsonFactories;
import java.io.IOException;

/** The streaming parsers of this package, and the positions of their tokens in the text. */
final class JsonParsers {

    /** The key by which RethinkDB marks objects that are times, binaries or geometries. */
    static final String PSEUDO_TYPE = "$reql_type$";

    private static final JsonFactory READING = parsers().build();

    // NaN is let through to be refused with its place; a key that stands twice would lose one of its values.
    private static final JsonFactory CHECKING = parsers()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    // What is read has limits of its own (event size, depth, digits), with better messages than the parser's. Field
    // names come from payloads: a table of them shared by all parsers would only grow.
    private static JsonFactoryBuilder parsers() {
        return JsonFactories.builder(Integer.MAX_VALUE, Integer.MAX_VALUE)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
    }

    private JsonParsers() {}

    static JsonParser reading(String text) throws IOException {
        return READING.createParser(text);
    }

    static JsonParser checking(String text) throws IOException {
        return CHECKING.createParser(text);
    }

    /** Where the current token begins in the text. */
    static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /** The index behind the current token in the text. */
    static int end(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isNumeric() || token.isBoolean() || token == JsonToken.VALUE_NULL) {
            return start(parser) + parser.getTextLength();
        }
        // The parser reads the rest of a string only on request.
        parser.finishToken();
        return (int) parser.currentLocation().getCharOffset();
    }
}
