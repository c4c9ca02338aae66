package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/**
 * Whether the text in {@code raw} is the arguments of its document as a publisher of this library writes them. The database
 * keeps to no limit in a text, so that all of them are seen to here, in one pass that needs no more memory for a longer text.
 */
final class RawArguments {

    // The largest rethink.emitter.publish.max-event-size, and room for the topic and what separates arguments.
    private static final int LONGEST = 17 << 20;

    // What a publisher refuses to write: an argument is one level below the array of all.
    private static final int DEEPEST = 500 + 1;
    private static final int LONGEST_NUMBER = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private RawArguments() {}

    /** @param topic the first element of the document's {@code args} */
    static boolean are(String raw, String topic) {
        if (raw.length() > LONGEST) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(raw)) {
            if (parser.nextToken() != JsonToken.START_ARRAY
                    || parser.nextToken() != JsonToken.VALUE_STRING
                    || !parser.getText().equals(topic)) {
                return false;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
