package io.github.rethinkemitter.internal.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** The streaming parsers of this package, and where their tokens stand in the text. */
final class JsonParsers {

    /** The key by which RethinkDB tells times, binaries and geometries from plain objects. */
    static final String PSEUDO_TYPE = "$reql_type$";

    // What is read has limits of its own (event size, depth, digits), with better messages than the parser's.
    private static final StreamReadConstraints NO_LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    // Field names come from payloads: a table of them shared by all parsers would only grow.
    private static final JsonFactory READING = JsonFactory.builder()
            .streamReadConstraints(NO_LIMITS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    // NaN is let through to be refused with its place; a key that stands twice would lose one of its values.
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

    /** Where the current token begins in the text. */
    static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /** Where the current token ends in the text. */
    static int end(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isNumeric() || token.isBoolean() || token == JsonToken.VALUE_NULL) {
            return start(parser) + parser.getTextLength();
        }
        // A string is read only when it is asked for.
        parser.finishToken();
        return (int) parser.currentLocation().getCharOffset();
    }
}
