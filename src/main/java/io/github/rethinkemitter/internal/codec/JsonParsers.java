package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** The streaming parsers of this package, and the positions of their tokens in the text. */
final class JsonParsers {

    /** The key by which RethinkDB marks objects that are times, binaries or geometries. */
    static final String PSEUDO_TYPE = "$reql_type$";

    // This package checks limits of its own (event size, depth, digits), with better messages than the parser's.
    private static final StreamReadConstraints NO_LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    // Field names come from payloads, so a table of them that all parsers share would only grow.
    private static final JsonFactory READING = JsonFactory.builder()
            .streamReadConstraints(NO_LIMITS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    // NaN is parsed, so that it can be refused with its place. A duplicate key is an error: one of its values would be
    // lost.
    private static final JsonFactory CHECKING = JsonFactory.builder()
            .streamReadConstraints(NO_LIMITS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonParsers() {}

    static JsonParser reading(String text) throws IOException {
        return READING.createParser(text);
    }

    static JsonParser checking(String text) throws IOException {
        return CHECKING.createParser(text);
    }

    static StringBuilder quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.append('"');
    }

    /** The index of the current token in the text. */
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
