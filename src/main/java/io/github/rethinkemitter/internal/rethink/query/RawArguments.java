package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.json.JsonFactories;
import java.io.IOException;

/**
 * Decides whether the text in {@code raw} is the arguments of its document, as a publisher of this library writes them. The database
 * knows no limits in a text, so all limits are checked here, in one pass that needs no more memory for a longer text.
 */
final class RawArguments {

    // The largest rethink.emitter.publish.max-event-size, and room for the topic and the commas between arguments.
    static final int LONGEST = 17 << 20;

    // A publisher refuses to write more than 500 levels; an argument is one level below the array of all arguments.
    static final int DEEPEST = 500 + 1;
    static final int LONGEST_NUMBER = 1_000;

    private static final JsonFactory JSON = JsonFactories.builder(DEEPEST, LONGEST_NUMBER)
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
